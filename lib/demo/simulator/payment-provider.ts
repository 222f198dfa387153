import type { PlayedCall } from "./call-record";
import { type Connection, requestWithRetry, type Sleep } from "./http-client";
import { type PaymentNotification, webhookFormat } from "./payment-formats";
import type { Script } from "./script";

interface ProviderOptions {
  workspace: string;
  agent: string;
  key: string;
  /** Waits before each post. */
  delay: Sleep;
}

export type PaymentProvider = (
  call: PlayedCall,
  eventId: string,
  payment: NonNullable<Script["payment"]>,
) => Promise<void>;

const PROCESSING_DELAY_MS = 600;

/**
 * Simulates a payment provider, which knows an event ID and an API key. It posts two events: that it is processing the
 * payment, then the result. It posts every second result again, like a webhook that retries after a lost response.
 * Records on the call what was acknowledged with 201 and why a post failed.
 */
export function paymentProvider(
  connection: Connection,
  { workspace, agent, key, delay }: ProviderOptions,
): PaymentProvider {
  let payments = 0;

  const post = (n: number, notice: PaymentNotification): Promise<string> => {
    const { contentType, location, path, body } = webhookFormat(n);
    const query = new URLSearchParams({
      account_id: workspace,
      project_id: agent,
      event_id_location: location,
      event_id_path: path,
      ...(location === "querystring" && { [path]: notice.eventId }),
    });
    const text = body(notice);
    return requestWithRetry(connection, {
      method: "POST",
      path: `/v1/external-events/webhook?${query}`,
      headers: {
        "x-api-key": key,
        "content-type": contentType,
        ...(location === "headers" && { [path]: notice.eventId }),
      },
      body: text,
    }).then(() => text);
  };

  return async (call, eventId, { amount, currency, result }) => {
    const n = payments++;
    try {
      for (const status of ["authorising", result] as const) {
        await delay(PROCESSING_DELAY_MS);
        const body = await post(n, { eventId, status, amount, currency });
        call.acknowledged.push({ eventId, body });
      }
      if (n % 2 === 0) return;
      await post(n, { eventId, status: result, amount, currency });
      call.repeated += 1;
    } catch (error) {
      call.postError = error instanceof Error ? error.message : String(error);
    }
  };
}
