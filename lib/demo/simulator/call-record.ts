import type { Exchange } from "../sample-data/dialogues";

/** A turn as it is sent. It is created once, so that a retry sends the same. */
export interface SentTurn {
  index: number;
  user_input: string;
  user_input_dtmf: string;
  user_input_datetime: string;
  agent_response: string;
  agent_response_datetime: string;
  latency: number;
  translated_user_input: string;
  english_agent_response: string;
  intents: string[];
  entities: Record<string, string>[];
  is_ood: boolean;
  is_silence: boolean;
}

/** An event as the provider posted it or as the call received it. */
export interface CallEvent {
  eventId: string;
  body: string;
}

/** One call: what the server acknowledged, to be compared with what the API returns afterwards. */
export interface PlayedCall {
  id: string;
  topic: string;
  environment: "live" | "sandbox";
  /** The current step, for the live table. */
  step: string;
  started: boolean;
  ended: boolean;
  turns: SentTurn[];
  metrics: Record<string, string>;
  state: Record<string, unknown>;
  handoff?: { sharedId: string; data: Record<string, unknown> };
  /** Events acknowledged with 201, each once, in order. */
  acknowledged: CallEvent[];
  /** Repeated events that were acknowledged with 201. */
  repeated: number;
  received: (CallEvent & { seq: number })[];
  /** True if the result of the payment did not arrive in time. */
  paymentTimedOut: boolean;
  /** Why the provider could not post the result. */
  postError?: string;
  /** Why the call did not complete. */
  failure?: string;
}

/** A call that has not started. */
export const newCall = (call: Pick<PlayedCall, "id" | "topic" | "environment">): PlayedCall => ({
  ...call,
  step: "ringing",
  started: false,
  ended: false,
  turns: [],
  metrics: {},
  state: {},
  acknowledged: [],
  repeated: 0,
  received: [],
  paymentTimedOut: false,
});

/** Converts an exchange to a turn of a call. */
export function toTurn(
  exchange: Exchange,
  index: number,
  slots: Record<string, string>,
  now: Date,
): SentTurn {
  const fill = (text = "") => text.replace(/\{(\w+)\}/g, (whole, name: string) => slots[name] ?? whole);
  const latency = (400 + ((index * 173 + exchange.agent.length * 7) % 900)) / 1000;
  return {
    index,
    user_input: fill(exchange.user),
    user_input_dtmf: fill(exchange.dtmf),
    user_input_datetime: new Date(now.getTime() - latency * 1000).toISOString(),
    agent_response: fill(exchange.agent),
    agent_response_datetime: now.toISOString(),
    latency,
    translated_user_input: fill(exchange.english?.user),
    english_agent_response: fill(exchange.english?.agent),
    intents: exchange.intent ? [exchange.intent] : [],
    entities: (exchange.entities ?? []).map((name) => ({ [name]: slots[name] ?? "" })),
    is_ood: exchange.outOfDomain ?? false,
    is_silence: exchange.user === "" && !exchange.dtmf,
  };
}
