import { pool, reader } from "@/db/client";
import { storeEvent } from "@/db/queries/external-events";
import type { Access, MemberActor, OperatorActor } from "../actor";
import { auth } from "../auth/auth";
import { makeSignInLink } from "../auth/one-time-links";
import { hashPassword } from "../auth/passwords";
import { inviteMember } from "../members/invite-member";
import { issueEventId } from "../runtime/issue-event-id";
import { makeRuntimeToken } from "../runtime/make-runtime-token";
import { recordHandoff } from "../runtime/record-handoff";
import { importAll, logRequests, makeAgent, makeKey, makeMember, makeWorkspace } from "./fixtures";

/** Who may be asking: nobody signed in, an admin of another workspace, members with none / read / edit, an admin. */
export const PEOPLE = ["anonymous", "stranger", "none", "read", "edit", "admin"] as const;
export type Who = (typeof PEOPLE)[number];

/** What everybody's password is. */
export const PASSWORD = "correct horse battery";
let passwordHash: string;

/** A workspace with one of everything, and somebody signed in as `who`: their cookie, empty for nobody. */
export async function makeStage(who: Who) {
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
  await fillAgent(workspace, agent.id);
  await logRequests(workspace, key.id, [{}]);
  const victimSession = await makeSession(victim);

  const own = who === "stranger" ? await makeWorkspace() : workspace;
  const self = who === "anonymous" ? null : await makeMember(own, rightsOf(who), passwordHash);
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
/** A call that has a row in every table of an agent's data. */
async function fillAgent(actor: OperatorActor, agentId: string): Promise<void> {
  const { workspaceId } = actor;
  const runtime = { kind: "runtime", workspaceId, agentId } as const;
  await importAll(actor, agentId, [{ id: "call", in_progress: true, metrics: { TOPIC: "x" } }]);
  await recordHandoff(runtime, "call", { destination: "desk", reason: "x", data: {} }, "{}");
  await makeRuntimeToken(actor, agentId);
  const { event_id: eventId } = await issueEventId(runtime, "call", { send_to_llm: true });
  const body = Buffer.from("x");
  await storeEvent(workspaceId, agentId, { eventId, contentType: "text/plain", body, bodyHash: body });
}

export type Stage = Awaited<ReturnType<typeof makeStage>>;

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
