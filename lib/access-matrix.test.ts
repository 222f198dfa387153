import { readdirSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { pool, reader } from "@/db/client";
import type { Access, MemberActor } from "./actor";
import * as agentActions from "./agents/actions";
import { listAgents } from "./agents/list-agents";
import { listResponseConfigurations } from "./agents/list-response-configurations";
import { readAgentDeletion } from "./agents/read-agent-deletion";
import { agentSweep } from "./agents/remove-deleted";
import * as keyActions from "./api-keys/actions";
import { listApiKeysInput } from "./api-keys/contract";
import { listApiKeys } from "./api-keys/list-api-keys";
import { readApiKey } from "./api-keys/read-api-key";
import { reconcileApiKeys } from "./api-keys/reconcile-api-keys";
import { exportAudit, listAudit } from "./audit/list-audit";
import { listAuditPeople } from "./audit/list-audit-people";
import * as authActions from "./auth/actions";
import { auth } from "./auth/auth";
import { makeSignInLink } from "./auth/one-time-links";
import { hashPassword } from "./auth/passwords";
import { readAccount } from "./auth/read-account";
import { currentMember, requirePerson } from "./auth/session";
import * as memberActions from "./members/actions";
import { createUser } from "./members/create-user";
import { inviteMember } from "./members/invite-member";
import { listInvitations } from "./members/list-invitations";
import { listMembers } from "./members/list-members";
import * as runtimeActions from "./runtime/actions";
import { makeAgent, makeKey, makeMember, makeWorkspace } from "./testing/fixtures";
import { listRequestsInput } from "./usage/contract";
import { listRequests } from "./usage/list-requests";
import { listUnusedPermissions } from "./usage/list-unused-permissions";
import { readKeyTraffic, readRecentUse } from "./usage/read-key-traffic";

// Who may do what: every verb of the console, as it is reached, by every kind of person, judged by the database. The
// cookie of a real session is all that a caller brings; the rows of every table before and after are all that counts.

let cookie = "";
vi.mock("next/headers", () => ({
  headers: async () => new Headers(cookie ? { cookie } : {}),
  // What better-auth would set, and the time zone: neither plays a part here.
  cookies: async () => ({ get: () => undefined, set: () => {} }),
}));

const PEOPLE = ["anonymous", "stranger", "none", "read", "edit", "admin"] as const;
type Who = (typeof PEOPLE)[number];

const ADMINS: Who[] = ["admin"];
const EDITORS: Who[] = ["edit", "admin"];
const READERS: Who[] = ["read", "edit", "admin"];
const MEMBERS: Who[] = ["none", "read", "edit", "admin"];
const SIGNED_IN: Who[] = ["stranger", ...MEMBERS];
const NOBODY: Who[] = [];

const PASSWORD = "correct horse battery";
let passwordHash: string;

async function makeStage(who: Who) {
  passwordHash ??= await hashPassword(PASSWORD);
  const workspace = await makeWorkspace();
  const owner = await makeMember(workspace, { role: "admin" }, passwordHash);
  const victim = await makeMember(workspace, { role: "member" }, passwordHash);
  const agent = await makeAgent(workspace);
  const old = await makeAgent(workspace, { conversationsApi: "v1" });
  const { key } = await makeKey(workspace, { agents: [agent.id] });
  const { invitation, link } = await inviteMember(workspace, {
    email: `${victim.userId}@elsewhere.example`,
    role: "member",
    apiKeysAccess: "read",
    configurationAccess: "read",
  });
  await makeSignInLink(reader(), victim.userId);
  const victimSession = await makeSession(victim);

  const own = who === "stranger" ? await makeWorkspace() : workspace;
  const self = who === "anonymous" ? null : await makeMember(own, rightsOf(who), passwordHash);
  const ownSession = self && (await makeSession(self));
  cookie = self ? (await makeSession(self)).cookie : "";
  return {
    slug: workspace.slug,
    ownSlug: own.slug,
    workspaceId: workspace.workspaceId,
    owner,
    victim,
    agent,
    old,
    key,
    invitation,
    invitationToken: link.slice(link.indexOf("#") + 1),
    victimSession,
    ownSession,
  };
}
type Stage = Awaited<ReturnType<typeof makeStage>>;

const rightsOf = (who: Exclude<Who, "anonymous">): Partial<Pick<MemberActor, "role" | "access">> => {
  if (who === "admin" || who === "stranger") return { role: "admin" };
  const access: Access = who;
  return { role: "member", access: { api_keys: access, response_configuration: access } };
};

async function makeSession(member: MemberActor): Promise<{ id: string; cookie: string }> {
  const { headers } = await auth().api.signInByLink({ body: { userId: member.userId }, returnHeaders: true });
  const { rows } = await pool().query(
    "select id from sessions where user_id = $1 order by created_at desc, id limit 1",
    [member.userId],
  );
  return {
    id: rows[0].id,
    cookie: headers
      .getSetCookie()
      .map((set) => set.split(";")[0])
      .join("; "),
  };
}

const TABLES = [
  "accounts",
  "agents",
  "api_key_agents",
  "api_keys",
  "audit_entries",
  "invitations",
  "members",
  "one_time_links",
  "runtime_tokens",
  "users",
  "workspaces",
];

/** Every row of every table that a verb of the console could touch. */
async function everything(): Promise<Record<string, unknown>> {
  const state: Record<string, unknown> = {};
  for (const table of TABLES) {
    const { rows } = await pool().query(`select t::text as row from ${table} t order by 1`);
    state[table] = rows.map(({ row }) => row);
  }
  // When a session was last active is noted by asking at all.
  state.sessions = (await pool().query("select id, user_id from sessions order by id")).rows;
  return state;
}

interface Write {
  /** The file of the verb. */
  verb: string;
  may: Who[];
  act: (stage: Stage, slug: string) => Promise<unknown>;
  /** Names something of the workspace by its id, so that it can be tried from another workspace too. */
  byId?: boolean;
}

const RIGHTS = { role: "member", apiKeysAccess: "edit", configurationAccess: "edit" };
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

/** The server action → the verb behind it, who may, and an attempt that changes something when it is let. */
const WRITES: Record<string, Write> = {
  createApiKeyAction: {
    verb: "api-keys/create-api-key",
    may: EDITORS,
    byId: true,
    act: ({ agent }, slug) =>
      keyActions.createApiKeyAction(slug, {
        name: "New",
        agents: { scope: "some", ids: [agent.id] },
        permissions: ["handoff"],
        expiresAt: inAnHour(),
      }),
  },
  editApiKeyAction: {
    verb: "api-keys/edit-api-key",
    may: EDITORS,
    byId: true,
    act: ({ key }, slug) =>
      keyActions.editApiKeyAction(slug, { id: key.id, version: 1, name: "Taken", permissions: ["handoff"] }),
  },
  deleteApiKeyAction: {
    verb: "api-keys/delete-api-key",
    may: EDITORS,
    byId: true,
    act: ({ key }, slug) => keyActions.deleteApiKeyAction(slug, { id: key.id }),
  },
  deleteApiKeysAction: {
    verb: "api-keys/delete-api-keys",
    may: EDITORS,
    byId: true,
    act: ({ key }, slug) => keyActions.deleteApiKeysAction(slug, { ids: [key.id] }),
  },
  rotateApiKeyAction: {
    verb: "api-keys/rotate-api-key",
    may: EDITORS,
    byId: true,
    act: ({ key }, slug) =>
      keyActions.rotateApiKeyAction(slug, { id: key.id, name: "Successor", expiresAt: inAnHour() }),
  },
  createAgentAction: {
    verb: "agents/create-agent",
    may: ADMINS,
    act: (_, slug) => agentActions.createAgentAction(slug, { name: "New agent" }),
  },
  renameAgentAction: {
    verb: "agents/rename-agent",
    may: ADMINS,
    byId: true,
    act: ({ agent }, slug) => agentActions.renameAgentAction(slug, { id: agent.id, name: "Renamed" }),
  },
  migrateAgentAction: {
    verb: "agents/migrate-agent",
    may: ADMINS,
    byId: true,
    act: ({ old }, slug) => agentActions.migrateAgentAction(slug, { id: old.id }),
  },
  configureAgentAction: {
    verb: "agents/configure-agent",
    may: EDITORS,
    byId: true,
    act: ({ agent }, slug) => agentActions.configureAgentAction(slug, { id: agent.id, transcript: true }),
  },
  deleteAgentAction: {
    verb: "agents/delete-agent",
    may: ADMINS,
    byId: true,
    act: async ({ agent }, slug) => {
      await agentActions.deleteAgentAction(slug, { id: agent.id });
      await agentSweep().settled();
    },
  },
  makeRuntimeTokenAction: {
    verb: "runtime/make-runtime-token",
    may: ADMINS,
    byId: true,
    act: ({ agent }, slug) => runtimeActions.makeRuntimeTokenAction(slug, { id: agent.id }),
  },
  inviteMemberAction: {
    verb: "members/invite-member",
    may: ADMINS,
    act: (_, slug) => memberActions.inviteMemberAction(slug, { email: "new@example.com", ...RIGHTS }),
  },
  revokeInvitationAction: {
    verb: "members/revoke-invitation",
    may: ADMINS,
    byId: true,
    act: ({ invitation }, slug) => memberActions.revokeInvitationAction(slug, { id: invitation.id }),
  },
  changeMemberAction: {
    verb: "members/change-member",
    may: ADMINS,
    byId: true,
    act: ({ victim }, slug) => memberActions.changeMemberAction(slug, { userId: victim.userId, ...RIGHTS }),
  },
  removeMemberAction: {
    verb: "members/remove-member",
    may: ADMINS,
    byId: true,
    act: ({ victim }, slug) => memberActions.removeMemberAction(slug, { userId: victim.userId }),
  },
  leaveWorkspaceAction: {
    verb: "members/leave-workspace",
    may: MEMBERS,
    act: (_, slug) => memberActions.leaveWorkspaceAction(slug),
  },
  endSessionAction: {
    verb: "auth/end-session",
    may: SIGNED_IN,
    act: ({ ownSession }) => authActions.endSessionAction({ id: ownSession?.id }),
  },
  "endSessionAction of somebody else's": {
    verb: "auth/end-session",
    may: NOBODY,
    act: ({ victimSession }) => authActions.endSessionAction({ id: victimSession.id }),
  },
  endOtherSessionsAction: {
    verb: "auth/end-other-sessions",
    may: SIGNED_IN,
    act: () => authActions.endOtherSessionsAction(),
  },
  changePasswordAction: {
    verb: "auth/change-password",
    may: SIGNED_IN,
    act: () => authActions.changePasswordAction({ current: PASSWORD, next: "another long password" }),
  },
  "changePasswordAction without the old one": {
    verb: "auth/change-password",
    may: NOBODY,
    act: () => authActions.changePasswordAction({ current: "", next: "another long password" }),
  },
  "joinAction by somebody else's invitation": {
    verb: "members/accept-invitation",
    may: NOBODY,
    act: ({ invitationToken }) => authActions.joinAction({ token: invitationToken, password: PASSWORD }),
  },
  "createUser, which is on the command line only": {
    verb: "members/create-user",
    may: ADMINS,
    act: async (_, slug) =>
      createUser(await currentMember(slug), {
        email: "new@example.com",
        name: "New",
        role: "admin",
        apiKeysAccess: "read",
        configurationAccess: "read",
      }),
  },
  "reconcileApiKeys, which is on the command line only": {
    verb: "api-keys/reconcile-api-keys",
    may: EDITORS,
    byId: true,
    act: async ({ key }, slug) =>
      reconcileApiKeys(await currentMember(slug), deletionOf(key.id), { remove: true }),
  },
};

/** What an export of the audit tells of a key that was deleted. */
async function* deletionOf(targetId: string) {
  yield {
    at: "2026-11-01T00:00:00.000Z",
    action: "api_key.deleted",
    targetId,
    targetName: "",
    actorName: "",
  };
}

interface Read {
  may: Who[];
  /** What the workspace's GET handler or page runs. */
  read: (slug: string, stage: Stage) => Promise<unknown>;
}

const READS: Record<string, Read> = {
  "api-keys/list-api-keys": {
    may: READERS,
    read: async (slug) => listApiKeys(await currentMember(slug), listApiKeysInput.parse({})),
  },
  "api-keys/read-api-key": {
    may: READERS,
    read: async (slug, { key }) => readApiKey(await currentMember(slug), key.id),
  },
  "usage/list-requests": {
    may: READERS,
    read: async (slug, { key }) =>
      listRequests(await currentMember(slug), key.id, listRequestsInput.parse({})),
  },
  "usage/read-key-traffic": {
    may: READERS,
    read: async (slug, { key }) => readKeyTraffic(await currentMember(slug), key.id),
  },
  "usage/read-key-traffic, of some keys": {
    may: READERS,
    read: async (slug, { key }) => readRecentUse(await currentMember(slug), { ids: [key.id] }),
  },
  "usage/list-unused-permissions": {
    may: READERS,
    read: async (slug, { key }) => listUnusedPermissions(await currentMember(slug), key),
  },
  "agents/list-agents": { may: MEMBERS, read: async (slug) => listAgents(await currentMember(slug)) },
  "agents/list-response-configurations": {
    may: READERS,
    read: async (slug) => listResponseConfigurations(await currentMember(slug)),
  },
  "agents/read-agent-deletion": {
    may: ADMINS,
    read: async (slug, { agent }) => readAgentDeletion(await currentMember(slug), { id: agent.id }),
  },
  "members/list-members": { may: MEMBERS, read: async (slug) => listMembers(await currentMember(slug)) },
  "members/list-invitations": {
    may: MEMBERS,
    read: async (slug) => listInvitations(await currentMember(slug)),
  },
  "audit/list-audit": {
    may: READERS,
    read: async (slug) => listAudit(await currentMember(slug), { cursor: null }),
  },
  "audit/list-audit, as a file": {
    may: READERS,
    read: async (slug) => {
      const pages = [];
      for await (const page of exportAudit(await currentMember(slug), {})) pages.push(page);
      return pages;
    },
  },
  "audit/list-audit-people": {
    may: READERS,
    read: async (slug) => listAuditPeople(await currentMember(slug)),
  },
  "auth/read-account": { may: SIGNED_IN, read: async () => readAccount(await requirePerson()) },
};

beforeEach(() => {
  cookie = "";
});

describe.each(Object.entries(WRITES))("%s", (_, { may, act, byId }) => {
  test.each(PEOPLE)("%s", async (who) => {
    const stage = await makeStage(who);
    const before = await everything();
    // What is on the command line only is called without an action around it, and throws.
    await act(stage, stage.slug).catch(() => {});
    const after = await everything();
    if (may.includes(who)) expect(after).not.toEqual(before);
    else expect(after).toEqual(before);
  });

  if (!byId) return;
  test("an admin of another workspace, from there, by the ids of this one", async () => {
    const stage = await makeStage("stranger");
    const before = await everything();
    await act(stage, stage.ownSlug);
    expect(await everything()).toEqual(before);
  });
});

describe.each(Object.entries(READS))("%s", (_, { may, read }) => {
  test.each(PEOPLE)("%s", async (who) => {
    const stage = await makeStage(who);
    const outcome = await read(stage.slug, stage).then(
      () => "told",
      (error) => error.code,
    );
    if (may.includes(who)) expect(outcome).toBe("told");
    else expect(["NOT_SIGNED_IN", "NOT_FOUND", "NOT_ALLOWED"]).toContain(outcome);
  });

  test("an admin of another workspace is told nothing of this one from there", async () => {
    const stage = await makeStage("stranger");
    const told = JSON.stringify(await read(stage.ownSlug, stage).catch(() => null));
    const ours = [stage.agent, stage.old, stage.key, stage.invitation].map(({ id }) => id);
    for (const id of [...ours, stage.owner.userId, stage.victim.userId, stage.victimSession.id]) {
      expect(told).not.toContain(id);
    }
  });
});

test("an ended session is nobody at the very next request", async () => {
  const stage = await makeStage("admin");
  const ended = stage.ownSession?.cookie ?? "";
  const current = cookie;
  cookie = ended;
  await expect(currentMember(stage.slug)).resolves.toMatchObject({ role: "admin" });
  cookie = current;
  await authActions.endOtherSessionsAction();
  cookie = ended;
  await expect(currentMember(stage.slug)).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
  cookie = current;
  await expect(currentMember(stage.slug)).resolves.toMatchObject({ role: "admin" });
});

test("a request notes that its session is in use, to the minute", async () => {
  await makeStage("none");
  const lastActive = async () => (await readAccount(await requirePerson())).sessions[0]?.lastActiveAt ?? "";
  await pool().query("update sessions set updated_at = now() - interval '1 hour'");
  expect(Date.parse(await lastActive())).toBeGreaterThan(Date.now() - 60_000);
});

// Files that are no verbs, or verbs for which another proof than membership is asked: a link, a password, the machine.
const NO_VERBS: Record<string, string[]> = {
  "api-keys": [
    "actions",
    "contract",
    "deletion-of",
    "key-gone",
    "name-taken",
    "new-key",
    "secret",
    "terms",
    "to-dto",
  ],
  usage: ["contract", "keep-response-log", "response-log", "terms"],
  agents: ["actions", "contract", "remove-deleted", "terms", "to-dto"],
  members: ["actions", "admins", "contract", "to-dto", "link-user", "read-invitation"],
  audit: ["contract", "csv", "record-audit", "terms"],
  auth: [
    ...[
      "actions",
      "asked-address",
      "auth",
      "contract",
      "device",
      "link-plugin",
      "one-time-links",
      "password-strength",
      "passwords",
      "record-personal",
    ],
    ...["redeem-link", "safe-target", "session", "set-up", "setup-state", "sign-in"],
  ],
};

test.each(Object.keys(NO_VERBS))("no verb of lib/%s is missing here", (slice) => {
  const files = readdirSync(path.join("lib", slice))
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => file.slice(0, -".ts".length));
  const tried = [...Object.values(WRITES).map(({ verb }) => verb), ...Object.keys(READS)].map(
    (verb) => verb.split(",")[0],
  );
  expect(
    files.filter((file) => !NO_VERBS[slice]?.includes(file) && !tried.includes(`${slice}/${file}`)),
  ).toEqual([]);
  expect(
    NO_VERBS[slice]?.filter((file) => !files.includes(file)),
    "names of files that are gone",
  ).toEqual([]);
});

test("no server action is missing here", () => {
  const open = ["signInAction", "setUpAction", "redeemLinkAction", "signOutAction", "readInvitationAction"];
  open.push("acceptInvitationAction");
  const actions = [keyActions, agentActions, memberActions, authActions, runtimeActions].flatMap(Object.keys);
  const tried = new Set(Object.keys(WRITES).map((name) => name.split(" ")[0]));
  expect(actions.filter((name) => !tried.has(name) && !open.includes(name))).toEqual([]);
});
