import type { Exchange } from "../sample-data/dialogues";

/** A call that can be played. `{…}` in what is said are filled per call. */
export interface Script {
  topic: string;
  language: string;
  channel: string;
  variant: { id: string; name: string };
  opening: Exchange[];
  /** Set when the caller pays: the call waits here until the provider tells what became of it. */
  payment?: {
    amount: string;
    currency: string;
    result: "paid" | "declined";
    /** Said when no result has come in time. */
    late: Exchange;
  };
  /** What is said after the payment, or simply after the opening. */
  closing: Exchange[];
  handoff?: { reason: string; destination: string };
}

/** One exchange, short to write: what was heard, what was answered, and what else is known of it. */
export const exchange = (
  user: string,
  agent: string,
  more: Omit<Exchange, "user" | "agent"> = {},
): Exchange => ({
  user,
  agent,
  ...more,
});
