import { DAY_MS, MINUTE_MS } from "@/lib/core/durations";
import { type Dialogue, type Exchange, NAMES, POSTCODES } from "./dialogues";

/** Properties of one sample agent's conversations. */
export interface ConversationStyle {
  /** Prefix of the conversation IDs; identifies the agent. */
  idPrefix: string;
  channels: string[];
  variants: { id: string; name: string }[];
  language: string;
  line: string;
  dialogues: Dialogue[];
}

/** A small seeded generator (mulberry32): the sample is the same on every machine, except for its times. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Generates conversations over the 30 days before `now`, the last four still in progress, as JSON Lines for the import.
 * @param count number of conversations
 */
export function* sampleConversations(
  style: ConversationStyle,
  count: number,
  seed: number,
  now: Date,
): Generator<string> {
  const random = seededRandom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  for (let n = 0; n < count; n++) {
    const inProgress = n >= count - 4;
    const age = inProgress
      ? random() * 4 * MINUTE_MS
      : 5 * MINUTE_MS + ((count - n) / count) * 30 * DAY_MS * (0.97 + random() * 0.03);
    const startedAt = new Date(now.getTime() - Math.min(age, 30 * DAY_MS));
    yield JSON.stringify(conversation({ style, n, startedAt, inProgress, random, pick }));
  }
}

interface ConversationParts {
  style: ConversationStyle;
  n: number;
  startedAt: Date;
  inProgress: boolean;
  random: () => number;
  pick: <T>(from: readonly T[]) => T;
}

function conversation({ style, n, startedAt, inProgress, random, pick }: ConversationParts) {
  const dialogue = pick(style.dialogues);
  const slots: Record<string, string> = {
    name: pick(NAMES),
    room: String(101 + Math.floor(random() * 420)),
    code: `H${Math.floor(random() * 46_656)
      .toString(36)
      .toUpperCase()
      .padStart(3, "0")}-${100 + Math.floor(random() * 900)}`,
    date: new Date(startedAt.getTime() + Math.floor(random() * 40) * DAY_MS).toISOString().slice(0, 10),
    digits: String(1000 + Math.floor(random() * 9000)),
    postcode: pick(POSTCODES),
  };
  const exchanges = inProgress ? dialogue.exchanges.slice(0, 1) : dialogue.exchanges;
  let clock = startedAt.getTime();
  const turns = exchanges.map((exchange) => {
    const userAt = clock + 3_000 + Math.floor(random() * 6_000);
    const latency = Math.round(300 + random() * 1_100) / 1000;
    clock = userAt + Math.round(latency * 1000);
    return turn(exchange, slots, { userAt, agentAt: clock, latency, bargeIn: random() < 0.08 });
  });
  const seconds = Math.round((clock - startedAt.getTime()) / 1000);
  const { handoff } = inProgress ? { handoff: undefined } : dialogue;
  const variant = pick(style.variants);
  const roll = random();
  return {
    id: `${style.idPrefix}${String(n).padStart(6, "0")}`,
    variant_id: variant.id,
    variant_name: variant.name,
    environment: roll < 0.88 ? "live" : roll < 0.95 ? "sandbox" : "pre-release",
    started_at: startedAt.toISOString(),
    channel: pick(style.channels),
    from_number: style.line ? `+4477009${String(Math.floor(random() * 100_000)).padStart(5, "0")}` : "",
    to_number: style.line,
    in_progress: inProgress,
    total_duration: inProgress ? 0 : seconds,
    polyai_duration: inProgress ? 0 : Math.round(seconds * (handoff ? 0.8 : 1)),
    handoff: handoff !== undefined,
    handoff_reason: handoff?.reason ?? "",
    handoff_destination: handoff?.destination ?? "",
    metrics: {
      ...(inProgress ? { CALL_IN_PROGRESS: "true" } : { CALL_COMPLETED: "true" }),
      ...(handoff && { HANDOFF_TO: handoff.destination, HANDOFF_REASON: handoff.reason }),
      TOPIC: dialogue.topic,
      ...(turns.length > 1 && { TURN_LATENCY: turns.map(({ latency }) => String(latency)) }),
      ...(random() < 0.6 && { GUEST_MOOD: pick(["glad", "neutral", "annoyed"]) }),
    },
    state: {
      language: style.language,
      booking: slots.code,
      guest: { name: slots.name, returning: random() < 0.3 },
    },
    turns,
  };
}

function turn(
  exchange: Exchange,
  slots: Record<string, string>,
  at: { userAt: number; agentAt: number; latency: number; bargeIn: boolean },
) {
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => slots[name] ?? whole);
  return {
    user_input: fill(exchange.user),
    user_input_dtmf: fill(exchange.dtmf ?? ""),
    user_input_datetime: new Date(at.userAt).toISOString(),
    barge_in: at.bargeIn,
    agent_response: fill(exchange.agent),
    agent_response_datetime: new Date(at.agentAt).toISOString(),
    latency: at.latency,
    translated_user_input: fill(exchange.english?.user ?? ""),
    english_agent_response: fill(exchange.english?.agent ?? ""),
    intents: exchange.intent ? [exchange.intent] : [],
    entities: (exchange.entities ?? []).map((name) => ({ [name]: slots[name] ?? "" })),
    is_ood: exchange.outOfDomain ?? false,
    is_silence: exchange.user === "" && !exchange.dtmf,
  };
}
