import type { PlayedCall } from "./call-record";
import type { Sleep } from "./http-client";
import type { PaymentProvider } from "./payment-provider";
import type { RuntimeClient } from "./runtime-client";

/** What a call is played with. */
export interface CallContext {
  runtime: RuntimeClient;
  provider: PaymentProvider;
  slots: Record<string, string>;
  /** Passes the time that people need to talk. */
  talk: Sleep;
  /** How long the result of a payment is waited for. */
  paymentTimeoutMs: number;
  stop: AbortSignal;
}

/** Writes a metric and notes it on the call. */
export async function recordMetric(
  call: PlayedCall,
  name: string,
  value: string,
  runtime: RuntimeClient,
): Promise<void> {
  await runtime.metric(call.id, name, value);
  call.metrics[name] = value;
}

/** Merges into the state, and on the call as the server is to do it. */
export async function mergeState(
  call: PlayedCall,
  patch: Record<string, unknown>,
  runtime: RuntimeClient,
): Promise<void> {
  await runtime.state(call.id, patch);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete call.state[name];
    else call.state[name] = value;
  }
}
