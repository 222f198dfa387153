import type { Command } from "commander";
import { beforeAll, expect, test } from "vitest";
import { pool } from "@/db/client/client";
import * as agentActions from "@/lib/features/agents/actions";
import * as keyActions from "@/lib/features/api-keys/actions";
import * as authActions from "@/lib/features/auth/actions";
import * as memberActions from "@/lib/features/members/actions";
import * as runtimeActions from "@/lib/features/runtime/actions";
import { READ_CASES } from "@/testing/access-matrix/cases";
import {
  makeAgent,
  makeKey,
  makeMember,
  makeWorkspace,
  seedConversations,
  seedRequestLog,
} from "@/testing/fixtures";
import { studio } from "@/testing/studio";
import { createProgram } from "./program";

/** The command for each verb of the console. */
const COMMANDS: Record<string, string> = {
  createAgentAction: "agent create",
  renameAgentAction: "agent rename",
  migrateAgentAction: "agent migrate",
  configureAgentAction: "agent configure",
  deleteAgentAction: "agent delete",
  createRuntimeTokenAction: "agent token",
  createApiKeyAction: "key create",
  editApiKeyAction: "key edit",
  rotateApiKeyAction: "key rotate",
  deleteApiKeyAction: "key delete",
  deleteApiKeysAction: "key delete",
  inviteMemberAction: "member invite",
  revokeInvitationAction: "invitation revoke",
  changeMemberAction: "member change",
  removeMemberAction: "member remove",
  createFirstAdminAction: "user create",
  setPasswordAction: "user link",
  endOtherSessionsAction: "user sign-out",
  "agents/list-agents": "agent list",
  "agents/list-response-configurations": "agent show",
  "agents/preview-agent-deletion": "agent delete",
  "api-keys/list-api-keys": "key list",
  "api-keys/read-api-key": "key show",
  "api-keys/list-unused-permissions": "key show",
  "usage/list-requests": "key requests",
  "usage/read-key-traffic": "key show",
  "usage/read-recent-usage": "key show",
  "members/list-members": "member list",
  "members/list-invitations": "invitation list",
  "audit/list-audit": "audit list",
  "audit/export-audit": "audit export",
  "workspaces/list-workspaces": "workspace list",
};

/** Verbs that act as the user of a browser: an operator has no session, password or membership. */
const OF_THE_USER_ONLY = [
  ...["signInAction", "signOutAction", "redeemLinkAction", "changePasswordAction", "endSessionAction"],
  ...["readInvitationAction", "acceptInvitationAction", "joinWorkspaceAction", "leaveWorkspaceAction"],
  // The names of a select element; on the command line, a user is an ID or an email.
  "audit/list-audit-users",
  "auth/read-account",
];

const commandNames = (program: Command): string[] =>
  program.commands.flatMap((noun) =>
    noun.commands.length === 0
      ? [noun.name()]
      : noun.commands.map((command) => `${noun.name()} ${command.name()}`),
  );

test("every verb of the console has a command", () => {
  const actions = [agentActions, keyActions, authActions, memberActions, runtimeActions].flatMap(Object.keys);
  const verbs = [...actions, ...Object.keys(READ_CASES)];
  expect(verbs.filter((verb) => !(verb in COMMANDS) && !OF_THE_USER_ONLY.includes(verb))).toEqual([]);
  const listed = [...Object.keys(COMMANDS), ...OF_THE_USER_ONLY];
  expect(
    listed.filter((verb) => !verbs.includes(verb)),
    "not a verb",
  ).toEqual([]);
  const names = commandNames(createProgram("0.0.0"));
  expect(
    Object.values(COMMANDS).filter((name) => !names.includes(name)),
    "not a command",
  ).toEqual([]);
});

test("every command has --json and an example", () => {
  for (const noun of createProgram("0.0.0").commands) {
    for (const command of noun.commands.length === 0 ? [noun] : noun.commands) {
      let help = "";
      command.configureOutput({
        writeOut: (text) => {
          help += text;
        },
      });
      command.outputHelp();
      expect(help).toContain("--json");
      expect(help).toContain("Example: studio ");
    }
  }
});

let workspace: Awaited<ReturnType<typeof makeWorkspace>>;
beforeAll(async () => {
  workspace = await makeWorkspace();
});

const run = (command: string, ...args: string[]) =>
  studio(...command.split(" "), "--workspace", workspace.slug, ...args);

/** Runs a command of the workspace with --json. */
async function json(command: string, ...args: string[]) {
  const outcome = await run(command, ...args, "--json");
  expect(outcome, `${command} ${args.join(" ")}`).toMatchObject({ code: 0, stderr: "" });
  return JSON.parse(outcome.stdout);
}

/** The actions that the audit log records of a target, oldest first. All are the operator's. */
async function audited(target: string): Promise<string[]> {
  const { entries } = await json("audit list", "--target-id", target, "--actor", "operator");
  return entries.map(({ action }: { action: string }) => action).reverse();
}

test("renames, migrates, shows and deletes an agent", async () => {
  const { id, slug } = await makeAgent(workspace, { name: "Old", conversationsApi: "v1" });
  const at = ["--agent", slug];
  expect(await json("agent rename", ...at, "--name", " New ")).toMatchObject({ id, slug, name: "New" });
  expect((await run("agent rename", "--agent", id, "--name", "קבלה")).stdout).toBe(
    "Renamed agent New to \u2068קבלה\u2069.\n",
  );
  // In a cell of several values, each name is isolated from the ID and the words around it.
  expect((await run("audit list", "--action", "agent.renamed", "--target-id", id)).stdout).toContain(
    `\u2068\u2068קבלה\u2069 (${id})\u2069  \u2068name: New → \u2068קבלה\u2069\u2069\n`,
  );
  expect(await json("agent migrate", ...at)).toMatchObject({ id, conversationsApi: "v3" });
  await json("agent configure", ...at, "--metric", "ORDER", "--transcript", "on");
  expect(await json("agent show", ...at)).toMatchObject({
    ...{ id, slug, name: "קבלה", metrics: ["ORDER"], transcript: true },
    metricNames: expect.arrayContaining(["ORDER"]),
  });
  expect((await run("agent show", ...at)).stdout).toContain("responses include ORDER; transcript on.");
  expect((await run("agent configure", ...at, "--metric", "a\u202eb", "--metric", "c")).stdout).toContain(
    "responses include \u2068\u2068a\u202eb\u2069, c\u2069; transcript on.",
  );
  expect((await json("agent list")).agents).toMatchObject([{ id, slug }]);

  await makeKey(workspace, { name: "only", agents: [id] });
  await seedConversations(workspace, id, [{ id: "a" }, { id: "b" }]);
  const unconfirmed = await run("agent delete", ...at);
  expect(unconfirmed).toMatchObject({
    code: 2,
    stdout: "",
    stderr:
      "Deleting agent קבלה also deletes 2 conversations; these keys lose it: only. Repeat the command with --yes.",
  });
  expect((await json("agent list")).agents).toHaveLength(1);
  expect(await json("agent delete", ...at, "--yes")).toEqual({ id, name: "קבלה" });
  expect((await run("agent list")).stdout).toBe("No agents yet.\n");
  const { rows } = await pool().query("select from conversations where agent_id = $1", [id]);
  expect(rows).toEqual([]);
  expect(await audited(id)).toEqual([
    ...["agent.renamed", "agent.renamed", "agent.migrated", "agent.configured", "agent.configured"],
    ...["conversations.imported", "agent.deleted"],
  ]);
});

test("edits, rotates, shows and deletes keys", async () => {
  const { key, secret } = await makeKey(workspace, { name: "CRM", permissions: ["handoff"] });
  // A key named like another key's ID is not that key.
  const { key: decoy } = await makeKey(workspace, { name: key.id });
  const at = ["--key", key.id];
  const edited = await json("key edit", ...at, "--permissions", "conversations,handoff");
  expect(edited).toMatchObject({ id: key.id, name: "CRM", permissions: ["conversations", "handoff"] });
  expect(await json("key edit", ...at, "--name", "-CRM")).toMatchObject({
    name: "-CRM",
    permissions: ["conversations", "handoff"],
  });
  expect(await run("key edit", ...at)).toMatchObject({ code: 2, stderr: expect.stringContaining("--name") });

  const rotated = await json("key rotate", ...at, "--name", "CRM 2", "--expires", "2099-01-31");
  expect(rotated).toEqual({
    ...{ id: expect.any(String), name: "CRM 2", expiresAt: "2099-01-31T23:59:59.999Z" },
    key: expect.stringMatching(/^ask_/),
  });
  const again = await run("key rotate", ...at, "--name", "CRM 3", "--expires", "90d");
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("already rotated")]);

  await seedRequestLog(workspace, key.id, [
    { path: "/v3/a", at: new Date("2026-09-01T10:00:00Z"), status: 403 },
    { path: "/v3/b", at: new Date("2026-09-02T00:00:00Z") },
  ]);
  const shown = await json("key show", ...at);
  expect(shown).toMatchObject({ key: { id: key.id }, replacedBy: { id: rotated.id }, traffic: {} });
  expect((await run("key show", ...at)).stdout).toMatch(/^Replaced by +CRM 2 \(key_/m);
  expect(JSON.stringify(shown) + (await run("key show", ...at)).stdout).not.toContain(secret.slice(8, -4));
  const paths = async (...filters: string[]) =>
    (await json("key requests", ...at, ...filters)).requests.map(({ path }: { path: string }) => path);
  expect(await paths()).toEqual(["/v3/b", "/v3/a"]);
  expect(await paths("--to", "2026-09-01")).toEqual(["/v3/a"]);
  expect(await paths("--from", "2026-09-02T02:00:00+0200")).toEqual(["/v3/b"]);
  expect(await paths("--status", "4")).toEqual(["/v3/a"]);
  expect((await run("key requests", ...at, "--from", "yesterday")).code).toBe(2);

  const names = async (...filters: string[]) =>
    (await json("key list", ...filters)).keys.map(({ name }: { name: string }) => name);
  expect(await names("--permission", "conversations", "--sort", "name")).toEqual([
    ...["-CRM", "CRM 2", key.id, "only"],
  ]);
  expect(await names("--search", "crm 2")).toEqual(["CRM 2"]);
  expect((await run("key list", "--state", "all")).code).toBe(2);
  expect((await run("key list", "--search", "x".repeat(200))).code).toBe(2);

  expect(await json("key delete", ...at)).toEqual({ id: key.id, name: "-CRM" });
  expect((await run("key show", ...at)).stdout).toMatch(/^Key -CRM was deleted by .+ at .+Z\.\n$/);
  expect((await run("key edit", ...at, "--name", "x")).stderr).toBe("Key -CRM was deleted.");
  const several = await run("key delete", ...at, "--key", decoy.id, "--key", rotated.id);
  expect([several.code, several.stdout]).toEqual([1, "Deleted 2 of 3 keys.\n"]);
  expect((await run("key show", "--key", "key_none")).stderr).toBe("No key key_none in this workspace.");
  expect(await audited(key.id)).toEqual([
    ...["api_key.created", "api_key.edited", "api_key.edited", "api_key.rotated", "api_key.deleted"],
  ]);
});

test("invites, changes and removes members", async () => {
  const invite = ["--email", "New@bücher.example", "--role", "member"];
  const first = await json("member invite", ...invite);
  expect(first).toMatchObject({
    invitation: { email: "new@bücher.example", access: { api_keys: "read", response_configuration: "read" } },
    link: expect.stringMatching(/\/invite#asl_/),
    mailed: null,
  });
  const second = await json("member invite", ...invite, "--api-keys-access", "edit");
  expect(second.link).not.toBe(first.link);
  const { invitations } = await json("invitation list");
  expect(invitations).toMatchObject([{ email: "new@bücher.example", access: { api_keys: "edit" } }]);
  expect(JSON.stringify(invitations)).not.toContain("asl_");
  const revoked = await json("invitation revoke", "--invitation", "NEW@xn--bcher-kva.example");
  expect(revoked).toEqual({ id: invitations[0].id, email: "new@bücher.example" });
  expect((await run("invitation revoke", "--invitation", "new@bücher.example")).code).toBe(1);

  const ada = await makeMember(workspace);
  const bob = await makeMember(workspace, {
    role: "member",
    access: { api_keys: "none", response_configuration: "edit" },
  });
  expect(await json("member change", "--user", bob.email.toUpperCase(), "--api-keys-access", "read")).toEqual(
    expect.objectContaining({
      ...{ userId: bob.userId, role: "member" },
      access: { api_keys: "read", response_configuration: "edit" },
    }),
  );
  expect((await json("member list", "--search", bob.email)).members).toMatchObject([{ userId: bob.userId }]);
  const alone = await run("member remove", "--user", ada.email);
  expect([alone.code, alone.stderr]).toEqual([1, expect.stringContaining("only admin")]);
  await json("member change", "--user", bob.userId, "--role", "admin");
  expect(await json("member remove", "--user", ada.userId)).toMatchObject({ userId: ada.userId });
  expect((await json("member list")).members).toMatchObject([{ userId: bob.userId, role: "admin" }]);
  for (const args of [["--role", "owner"], [], ["--api-keys-access", "all"]])
    expect((await run("member change", "--user", bob.userId, ...args)).code).toBe(2);
  // A name, or a word that filters use as a keyword, is neither an ID nor an email.
  for (const command of ["member remove", "audit list"])
    expect((await run(command, "--user", "operator")).code).toBe(2);
  expect(await audited(bob.userId)).toEqual(["member.changed", "member.changed"]);

  expect(JSON.parse((await studio("user", "sign-out", "--email", bob.email, "--json")).stdout)).toEqual({
    email: bob.email,
    ended: 0,
  });
});

test("lists workspaces, and the audit log with its filters", async () => {
  const { workspaces } = JSON.parse((await studio("workspace", "list", "--json")).stdout);
  expect(workspaces).toEqual([{ id: workspace.workspaceId, slug: workspace.slug, name: expect.any(String) }]);
  const { entries } = await json("audit list", "--action", "api_key.rotated");
  expect(entries).toHaveLength(1);
  expect((await run("audit list", "--to", "2020-01-01")).stdout).toBe("No entries.\n");
  for (const wrong of [
    ["--from", "01.09.2026"],
    ["--action", "all"],
    ["--actor", "ada"],
    ["--actor", "system", "--user", "user_x"],
  ])
    expect((await run("audit list", ...wrong)).code, wrong.join(" ")).toBe(2);
  expect((await run("audit export", "-")).code, "standard output").toBe(2);
});
