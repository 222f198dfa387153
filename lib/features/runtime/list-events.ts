import { db } from "@/db/client/client";
import { NotificationListener } from "@/db/client/notifications";
import {
  conversationExists,
  EVENTS_CHANNEL,
  eventsPayload,
  type StoredEvent,
  selectEvents,
} from "@/db/queries/external-events";
import { bodyEncoding } from "@/lib/core/body-text";
import { AppError } from "@/lib/core/errors";
import { parseMediaType } from "@/lib/core/media-type";
import { metrics } from "@/lib/core/metrics";
import type { RuntimeActor } from "@/lib/features/actor";
import type { EventsResponse, ListEventsQuery } from "./contract";

/** A page ends after 100 events, or with the event that takes it past 4 MiB. */
const MAX_PAGE = { events: 100, bytes: 4 * 1024 * 1024 };

/** This process's subscription to notifications of stored events. */
export const eventNotifications = new NotificationListener(EVENTS_CHANNEL);

/**
 * Lists the events of a conversation after a sequence number, in order. Waits up to `wait` seconds if there is none yet.
 * A client that continues from `next` gets every event exactly once, even if its connection breaks in between.
 * @param signal aborted when the client disconnects
 * @throws AppError CONVERSATIONS_NOT_FOUND
 */
export async function listEvents(
  { workspaceId, agentId }: RuntimeActor,
  conversationId: string,
  { after, wait }: ListEventsQuery,
  signal: AbortSignal,
): Promise<EventsResponse> {
  const key = { agentId, conversationId };
  if (!(await conversationExists(db(), workspaceId, key))) throw new AppError("CONVERSATIONS_NOT_FOUND");
  const deadline = Date.now() + wait * 1000;
  for (;;) {
    // Subscribes before it reads, so that no event is missed in between.
    const subscription =
      wait > 0 && !eventNotifications.closed
        ? await eventNotifications.subscribe(eventsPayload(workspaceId, agentId, conversationId))
        : undefined;
    let events: StoredEvent[];
    try {
      events = await selectEvents(db(), workspaceId, key, after, MAX_PAGE);
      const remainingMs = deadline - Date.now();
      if (
        events.length === 0 &&
        subscription &&
        remainingMs > 0 &&
        !signal.aborted &&
        !eventNotifications.closed
      ) {
        await raceTimeout(subscription.notified, remainingMs, signal);
        continue;
      }
    } finally {
      subscription?.unsubscribe();
    }
    for (const { createdAt } of events) {
      metrics().eventDelay.observe(Math.max(0, Date.now() - createdAt.getTime()) / 1000);
    }
    return { events: events.map(toWire), next: events.at(-1)?.seq ?? after };
  }
}

const toWire = (event: StoredEvent): EventsResponse["events"][number] => ({
  seq: event.seq,
  ext_event_id: event.eventId,
  send_to_llm: event.sendToLlm,
  created_at: event.createdAt.toISOString(),
  content_type: event.contentType,
  ...bodyToWire(event),
});

/**
 * A UTF-8 body is a JSON string byte for byte, a byte order mark included. Other bytes have no such string, so they are sent
 * in Base64 beside the text.
 */
function bodyToWire({ body, contentType }: StoredEvent): { data: string; data_base64?: string } {
  const encoding = bodyEncoding(body, parseMediaType(contentType));
  return encoding === "utf-8"
    ? { data: body.toString("utf8") }
    : { data: new TextDecoder(encoding).decode(body), data_base64: body.toString("base64") };
}

async function raceTimeout(notified: Promise<void>, timeoutMs: number, signal: AbortSignal): Promise<void> {
  let done = () => {};
  const timedOut = new Promise<void>((resolve) => {
    done = resolve;
  });
  const timer = setTimeout(done, timeoutMs);
  signal.addEventListener("abort", done, { once: true });
  await Promise.race([notified, timedOut]);
  clearTimeout(timer);
  signal.removeEventListener("abort", done);
}
