import type { Exchange } from "../sample-data/dialogues";

/** The script of a call. `{…}` in its text is replaced for each call. */
export interface Script {
  topic: string;
  language: string;
  channel: string;
  variant: { id: string; name: string };
  opening: Exchange[];
  /** Set when the caller pays: the call waits here for the result from the provider. */
  payment?: {
    amount: string;
    currency: string;
    result: "paid" | "declined";
    /** Used when no result arrives in time. */
    late: Exchange;
  };
  /** Follows the payment, or the opening if there is no payment. */
  closing: Exchange[];
  handoff?: { reason: string; destination: string };
}

/** Creates one exchange: the text of the user, the response of the agent, and other fields. */
export const exchange = (
  user: string,
  agent: string,
  more: Omit<Exchange, "user" | "agent"> = {},
): Exchange => ({
  user,
  agent,
  ...more,
});
