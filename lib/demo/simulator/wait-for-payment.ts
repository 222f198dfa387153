import { type CallContext, mergeState, recordMetric } from "./call-context";
import type { PlayedCall } from "./call-record";
import { isFinalStatus } from "./payment-formats";
import type { Script } from "./script";

const MAX_POLL_SECONDS = 10;

/**
 * Gives an event ID to the provider and long-polls for the result.
 * @returns false if it did not arrive in time
 */
export async function waitForPayment(
  call: PlayedCall,
  payment: NonNullable<Script["payment"]>,
  { runtime, provider, paymentTimeoutMs, stop }: CallContext,
): Promise<boolean> {
  if (stop.aborted) return false;
  const eventId = await runtime.issueEventId(call.id);
  await mergeState(
    call,
    { payment: { event: eventId, sum: payment.amount }, waiting_for: "payment" },
    runtime,
  );
  call.step = "waiting for payment";
  const posting = provider(call, eventId, payment);
  const poll = async (waitS: number): Promise<boolean> => {
    const { events } = await runtime.events(call.id, call.received.at(-1)?.seq ?? 0, waitS);
    call.received.push(...events);
    return events.some(({ body }) => isFinalStatus(body));
  };

  const deadline = Date.now() + paymentTimeoutMs;
  let paid = false;
  while (!paid && !stop.aborted && Date.now() < deadline) {
    paid = await poll(Math.min(MAX_POLL_SECONDS, Math.ceil((deadline - Date.now()) / 1000))).catch(
      (error) => {
        if (stop.aborted) return false;
        throw error;
      },
    );
  }
  // Reads once more: an event after the result would be a duplicate.
  await posting;
  await poll(0);
  call.paymentTimedOut = !paid;
  await recordMetric(call, "PAYMENT_RESULT", paid ? payment.result : "none", runtime);
  // A null removes the member from the state.
  await mergeState(call, { waiting_for: null, paid: paid && payment.result === "paid" }, runtime);
  return paid;
}
