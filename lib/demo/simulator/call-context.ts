import type { PlayedCall } from "./call-record";
import type { Sleep } from "./http-client";
import type { PaymentProvider } from "./payment-provider";
import type { RuntimeClient } from "./runtime-client";

/** What a simulated call needs. */
export interface CallContext {
  runtime: RuntimeClient;
  provider: PaymentProvider;
  slots: Record<string, string>;
  /** Waits for as long as a caller and an agent would talk. */
  talk: Sleep;
  /** How long a call waits for the result of its payment, in milliseconds. */
  paymentTimeoutMs: number;
  stop: AbortSignal;
}

/** Writes a metric and records it on the call. */
export async function recordMetric(
  call: PlayedCall,
  name: string,
  value: string,
  runtime: RuntimeClient,
): Promise<void> {
  await runtime.metric(call.id, name, value);
  call.metrics[name] = value;
}

/** Merges into the state, and does on the call what the server must do. */
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
