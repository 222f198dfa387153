import { type BatchedStatement, batchedQuery } from "../client/batched-query";
import type { Tx } from "../client/client";
import { handoffs } from "../schema/index";
import { ACCESS_COLUMN, ACCESS_GRANTED, accessCte, type KeyAccess, parseAccess } from "./key-access-sql";

const handoffStatement = (name: string, column: string): BatchedStatement => ({
  name,
  text: `with ${accessCte("handoff")}
    select ${ACCESS_COLUMN} as access, h.conversation_id as id, h.shared_id as "sharedId", h.data::text as data
    from access a left join lateral (
      select * from handoffs h
      where ${ACCESS_GRANTED} and h.workspace_id = a.workspace_id and h.agent_id = a.agent_id and h.${column} = $4
      order by h.id desc limit 1) h on true`,
  types: ["bytea", "text", "text", "text"],
  maxInFlight: 2,
});
const BY_ID = handoffStatement("handoff-by-id", "conversation_id");
const BY_SHARED_ID = handoffStatement("handoff-by-shared-id", "shared_id");

export interface HandoffResult {
  access: KeyAccess;
  handoff: { conversationId: string; sharedId: string | null; data: string } | null;
}

/** Selects a conversation's handoff, or the newest one with a shared ID. Null selects only the key's access. */
export type HandoffRef = { id: string } | { sharedId: string } | null;

/**
 * A key's access and the newest handoff with the given ID, in one round trip.
 * @returns undefined if the key is unknown, deleted or expired
 */
export async function selectHandoff(
  secretHash: Buffer,
  account: string,
  agent: string,
  ref: HandoffRef,
): Promise<HandoffResult | undefined> {
  const shared = ref !== null && "sharedId" in ref;
  const [row] = await batchedQuery<{
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
  const access = parseAccess(row.access, agent);
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
