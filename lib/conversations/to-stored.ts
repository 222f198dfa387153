import type { StoredConversation } from "@/db/queries/conversations";
import { atOnce } from "../in-steps";
import { contentHash } from "./content-hash";
import type { ImportedConversation } from "./contract";
import { spokenWordsInSteps } from "./words";

/** A conversation as it is stored, at once. See `toStoredInSteps`. */
export const toStored = (conversation: ImportedConversation, rawState?: string): StoredConversation =>
  atOnce(toStoredInSteps(conversation, rawState));

/**
 * A conversation as it is stored, in steps of bounded work. Latencies stand apart from the turns (see ARCHITECTURE.md);
 * counts that the source left out are counted; the hash tells a later import whether anything changed.
 * @param rawState the state's own JSON text, where there is one: numbers beyond 2⁵³ keep their digits
 */
export function* toStoredInSteps(
  conversation: ImportedConversation,
  rawState?: string,
): Generator<void, StoredConversation> {
  const { turns } = conversation;
  const texts: string[] = [];
  const spoken = { user: [] as string[], agent: [] as string[], words: new Set<string>() };
  for (const { latency: _, ...turn } of turns) {
    texts.push(JSON.stringify(turn));
    const { user, agent, words } = yield* spokenWordsInSteps(turn);
    spoken.user.push(user);
    spoken.agent.push(agent);
    for (const word of words) spoken.words.add(word);
  }
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
    turns: `[${texts.join(",")}]`,
    latencies: JSON.stringify(turns.map((turn) => turn.latency ?? null)),
    // What the search reads of the turns, as JSON lists.
    userWords: JSON.stringify(spoken.user),
    agentWords: JSON.stringify(spoken.agent),
    words: JSON.stringify([...spoken.words]),
  };
  return { ...stored, contentHash: yield* contentHash(stored) };
}
