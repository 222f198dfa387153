import { createHash } from "node:crypto";
import type { ConversationRow } from "@/db/queries/conversations";
import { runSync } from "@/lib/core/time-slicing";
import type { ImportedConversation } from "./contract";
import { tokenizeTurnsSteps } from "./tokenize";

/** Converts a conversation to its database row in one go. See `toRowSteps`. */
export const toRow = (conversation: ImportedConversation): ConversationRow =>
  runSync(toRowSteps(conversation));

/** JSON texts as received, so that numbers keep all digits. */
interface RawValues {
  state?: string;
  /** One for each turn: a number or `null`. */
  latencies?: string[];
}

/**
 * Converts a conversation to its database row, in steps of bounded work. Latencies are stored apart from the turns (see
 * docs/adr/0003-store-latencies-beside-the-turns.md). Missing counts are computed from the turns. A later import compares the
 * hash to detect changes.
 */
export function* toRowSteps(
  conversation: ImportedConversation,
  raw: RawValues = {},
): Generator<void, ConversationRow> {
  const { turns } = conversation;
  const texts: string[] = [];
  for (const { latency: _, ...turn } of turns) {
    texts.push(JSON.stringify(turn));
    yield;
  }
  const spoken = yield* tokenizeTurnsSteps(turns);
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
    state: raw.state ?? JSON.stringify(conversation.state),
    turns: `[${texts.join(",")}]`,
    latencies: `[${(raw.latencies ?? turns.map((turn) => JSON.stringify(turn.latency ?? null))).join(",")}]`,
    // The tokens that the search reads, as JSON lists.
    userWords: JSON.stringify(spoken.user),
    agentWords: JSON.stringify(spoken.agent),
    words: JSON.stringify(spoken.words),
  };
  return { ...row, contentHash: yield* contentHash(row) };
}

/** UTF-16 code units hashed in one step. */
const CHUNK_LENGTH = 262_144;

/** Hashes a record's JSON in steps of bounded work, because a single text may be megabytes long. */
function* contentHash(record: Record<string, string | number | boolean>): Generator<void, string> {
  const hash = createHash("sha256");
  let before = "{";
  for (const [name, value] of Object.entries(record)) {
    hash.update(`${before}${JSON.stringify(name)}:`);
    if (typeof value !== "string") hash.update(JSON.stringify(value));
    else {
      hash.update('"');
      for (const chunk of splitChunks(value)) {
        hash.update(JSON.stringify(chunk).slice(1, -1));
        yield;
      }
      hash.update('"');
    }
    before = ",";
  }
  return hash.update("}").digest("base64url");
}

/** Never splits a surrogate pair: JSON would write each half as an escape. */
function* splitChunks(text: string): Generator<string> {
  let from = 0;
  while (from < text.length) {
    let end = from + CHUNK_LENGTH;
    const last = text.charCodeAt(end - 1);
    if (last >= 0xd800 && last < 0xdc00) end += 1;
    yield text.slice(from, end);
    from = end;
  }
}
