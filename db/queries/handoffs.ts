import type { Tx } from "../client";
import { handoffs } from "../schema/index";
import { askTogether, type SharedStatement } from "../together";
import { ALLOWED, accessTo, type KeyAccess, readAccess, TOLD_ACCESS } from "./agent-access";

const statement = (name: string, column: string): SharedStatement => ({
  name,
  text: `with ${accessTo("handoff")}
    select ${TOLD_ACCESS} as access, h.conversation_id as id, h.shared_id as "sharedId", h.data::text as data
    from access a left join lateral (
      select * from handoffs h
      where ${ALLOWED} and h.workspace_id = a.workspace_id and h.agent_id = a.agent_id and h.${column} = $4
      order by h.id desc limit 1) h on true`,
  types: ["bytea", "text", "text", "text"],
  atOnce: 2,
});
const BY_ID = statement("handoff-by-id", "conversation_id");
const BY_SHARED_ID = statement("handoff-by-shared-id", "shared_id");

export interface HandoffAnswer {
  access: KeyAccess;
  handoff: { conversationId: string; sharedId: string | null; data: string } | null;
}

/** Which handoff: a conversation's, or the newest of all that share an id. Null asks for the access alone. */
export type HandoffRef = { id: string } | { sharedId: string } | null;

/** A key's access and the newest handoff of the given id, in one round trip. Undefined for a key that is none. */
export async function selectHandoff(
  secretHash: Buffer,
  account: string,
  agent: string,
  ref: HandoffRef,
): Promise<HandoffAnswer | undefined> {
  const shared = ref !== null && "sharedId" in ref;
  const [row] = await askTogether<{
    access: string;
    id: string | null;
    sharedId: string | null;
    data: string;
  }>(shared ? BY_SHARED_ID : BY_ID, [
    ...[secretHash, account, agent],
    ref === null ? null : "sharedId" in ref ? ref.sharedId : ref.id,
  ]);
  if (!row) return undefined;
  const { id, sharedId, data } = row;
  const access = readAccess(row.access, agent);
  return { access, handoff: id === null ? null : { conversationId: id, sharedId, data } };
}

export async function insertHandoff(
  tx: Tx,
  workspaceId: string,
  handoff: Pick<
    typeof handoffs.$inferInsert,
    "agentId" | "conversationId" | "sharedId" | "destination" | "reason" | "data"
  >,
): Promise<void> {
  await tx.insert(handoffs).values({ workspaceId, ...handoff });
}
