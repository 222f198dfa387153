import { createHash } from "node:crypto";
import type { StoredConversation } from "@/db/queries/conversations";
import type { ImportedConversation } from "./contract";
import { spokenWords } from "./words";

/**
 * A conversation as it is stored. Latencies stand apart from the turns (see ARCHITECTURE.md); counts that the source
 * left out are counted; the hash tells a later import whether anything changed.
 * @param rawState the state's own JSON text, where there is one: numbers beyond 2⁵³ keep their digits
 */
export function toStored(conversation: ImportedConversation, rawState?: string): StoredConversation {
  const { turns } = conversation;
  const stored = {
    id: conversation.id,
    variantId: conversation.variant_id,
    variantName: conversation.variant_name,
    environment: conversation.environment,
    startedAt: new Date(conversation.started_at).toISOString(),
    channel: conversation.channel,
    fromNumber: conversation.from_number,
    toNumber: conversation.to_number,
    inProgress: conversation.in_progress,
    numTurns: conversation.num_turns ?? turns.length,
    totalDuration: conversation.total_duration,
    polyaiDuration: conversation.polyai_duration,
    handoff: conversation.handoff,
    handoffReason: conversation.handoff_reason,
    handoffDestination: conversation.handoff_destination,
    numSilences: conversation.num_silences ?? turns.filter((turn) => turn.is_silence).length,
    numOod: conversation.num_ood ?? turns.filter((turn) => turn.is_ood).length,
    metrics: JSON.stringify(conversation.metrics),
    state: rawState ?? JSON.stringify(conversation.state),
    turns: JSON.stringify(turns.map(({ latency: _, ...turn }) => turn)),
    latencies: JSON.stringify(turns.map((turn) => turn.latency ?? null)),
    ...searchable(turns.map(spokenWords)),
  };
  return { ...stored, contentHash: createHash("sha256").update(JSON.stringify(stored)).digest("base64url") };
}

/** What the search reads of the turns, as JSON lists. */
function searchable(turns: ReturnType<typeof spokenWords>[]) {
  return {
    userWords: JSON.stringify(turns.map(({ user }) => user)),
    agentWords: JSON.stringify(turns.map(({ agent }) => agent)),
    words: JSON.stringify([...new Set(turns.flatMap(({ words }) => words))]),
  };
}
