import { db, pool } from "@/db/client/client";
import { storeEvent } from "@/db/queries/external-events";
import type { Access, MemberActor, OperatorActor } from "@/lib/features/actor";
import { auth } from "@/lib/features/auth/auth";
import { issueSignInLink } from "@/lib/features/auth/one-time-links";
import { hashPassword } from "@/lib/features/auth/passwords";
import { inviteMember } from "@/lib/features/members/invite-member";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { issueEventId } from "@/lib/features/runtime/issue-event-id";
import { recordHandoff } from "@/lib/features/runtime/record-handoff";
import {
  makeAgent,
  makeKey,
  makeMember,
  makeWorkspace,
  seedConversations,
  seedRequestLog,
} from "../fixtures";

/** Signed out, an admin of another workspace, members with no / read / edit access, an admin. */
export const CALLERS = ["anonymous", "stranger", "none", "read", "edit", "admin"] as const;
export type Caller = (typeof CALLERS)[number];

/** The password of every seeded user. */
export const TEST_PASSWORD = "correct horse battery";
let passwordHash: string;

/** Creates a workspace with one of everything, and a session of the caller. The cookie is empty for an anonymous one. */
export async function seedAccessMatrix(caller: Caller) {
  passwordHash ??= await hashPassword(TEST_PASSWORD);
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
  await issueSignInLink(db(), victim.userId);
  await fillAgent(workspace, agent.id);
  await seedRequestLog(workspace, key.id, [{}]);
  const victimSession = await makeSession(victim);

  const own = caller === "stranger" ? await makeWorkspace() : workspace;
  const self = caller === "anonymous" ? null : await makeMember(own, accessOfCaller(caller), passwordHash);
  const ownSession = self && (await makeSession(self));
  const cookie = self ? (await makeSession(self)).cookie : "";
  return {
    cookie,
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

/** Adds a call with a row in every table of an agent's data. */
async function fillAgent(actor: OperatorActor, agentId: string): Promise<void> {
  const { workspaceId } = actor;
  const runtime = { kind: "runtime", workspaceId, agentId } as const;
  await seedConversations(actor, agentId, [{ id: "call", in_progress: true, metrics: { TOPIC: "x" } }]);
  await recordHandoff(runtime, "call", { destination: "desk", reason: "x", data: {} }, "{}");
  await createRuntimeToken(actor, agentId);
  const { event_id: eventId } = await issueEventId(runtime, "call", { send_to_llm: true });
  const body = Buffer.from("x");
  await storeEvent(workspaceId, agentId, { eventId, contentType: "text/plain", body, bodyHash: body });
}

export type AccessMatrixSeed = Awaited<ReturnType<typeof seedAccessMatrix>>;

const accessOfCaller = (
  caller: Exclude<Caller, "anonymous">,
): Partial<Pick<MemberActor, "role" | "access">> => {
  if (caller === "admin" || caller === "stranger") return { role: "admin" };
  const access: Access = caller;
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
