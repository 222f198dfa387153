import type { ConversationRow } from "@/db/queries/conversations";
import { runSync } from "@/lib/core/time-slicing";
import { contentHash } from "./content-hash";
import type { ImportedConversation } from "./contract";
import { tokenizeTurnSteps } from "./search-tokens";

/** A conversation as it is stored, at once. See `toStoredInSteps`. */
export const toRow = (conversation: ImportedConversation, rawState?: string): ConversationRow =>
  runSync(toRowSteps(conversation, rawState));

/**
 * A conversation as it is stored, in steps of bounded work. Latencies stand apart from the turns (see ARCHITECTURE.md);
 * counts that the source left out are counted; the hash tells a later import whether anything changed.
 * @param rawState the state's own JSON text, where there is one: numbers beyond 2⁵³ keep their digits
 */
export function* toRowSteps(
  conversation: ImportedConversation,
  rawState?: string,
): Generator<void, ConversationRow> {
  const { turns } = conversation;
  const texts: string[] = [];
  const spoken = { user: [] as string[], agent: [] as string[], words: new Set<string>() };
  for (const { latency: _, ...turn } of turns) {
    texts.push(JSON.stringify(turn));
    const { user, agent, words } = yield* tokenizeTurnSteps(turn);
    spoken.user.push(user);
    spoken.agent.push(agent);
    for (const word of words) spoken.words.add(word);
  }
  const row = {
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
    turns: `[${texts.join(",")}]`,
    latencies: JSON.stringify(turns.map((turn) => turn.latency ?? null)),
    // What the search reads of the turns, as JSON lists.
    userWords: JSON.stringify(spoken.user),
    agentWords: JSON.stringify(spoken.agent),
    words: JSON.stringify([...spoken.words]),
  };
  return { ...row, contentHash: yield* contentHash(row) };
}
