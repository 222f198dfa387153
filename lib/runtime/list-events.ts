import { reader } from "@/db/client";
import { Bell } from "@/db/listen";
import {
  conversationExists,
  EVENTS_CHANNEL,
  eventsPayload,
  type StoredEvent,
  selectEvents,
} from "@/db/queries/external-events";
import type { RuntimeActor } from "../actor";
import { AppError } from "../errors";
import { metrics } from "../metrics";
import type { EventsAnswer, ListEventsQuery } from "./contract";

/** An answer ends with its hundredth event, or with the one that takes it past four MiB. */
const PAGE = { events: 100, bytes: 4 * 1024 * 1024 };

/** The process's ear for stored events. */
export const eventBell = new Bell(EVENTS_CHANNEL);

/**
 * The events of a conversation after a number, in order; waits for one when there is none yet. Whoever asks again with
 * `next` misses none and gets none twice, whatever happened to the connection in between.
 * @param signal aborted when the client has gone
 * @throws AppError CONVERSATIONS_NOT_FOUND
 */
export async function listEvents(
  { workspaceId, agentId }: RuntimeActor,
  conversationId: string,
  { after, wait }: ListEventsQuery,
  signal: AbortSignal,
): Promise<EventsAnswer> {
  const key = { agentId, conversationId };
  if (!(await conversationExists(reader(), workspaceId, key))) throw new AppError("CONVERSATIONS_NOT_FOUND");
  const deadline = Date.now() + wait * 1000;
  for (;;) {
    // The ear comes before the look, so that nothing falls in between.
    const ear =
      wait > 0 && !eventBell.closed
        ? await eventBell.listenFor(eventsPayload(workspaceId, agentId, conversationId))
        : undefined;
    let events: StoredEvent[];
    try {
      events = await selectEvents(reader(), workspaceId, key, after, PAGE);
      const left = deadline - Date.now();
      if (events.length === 0 && ear && left > 0 && !signal.aborted && !eventBell.closed) {
        await either(ear.heard, left, signal);
        continue;
      }
    } finally {
      ear?.stop();
    }
    for (const { createdAt } of events) {
      metrics().eventDelay.observe(Math.max(0, Date.now() - createdAt.getTime()) / 1000);
    }
    return { events: events.map(toWire), next: events.at(-1)?.seq ?? after };
  }
}

const toWire = (event: StoredEvent) => ({
  seq: event.seq,
  ext_event_id: event.eventId,
  send_to_llm: event.sendToLlm,
  created_at: event.createdAt.toISOString(),
  content_type: event.contentType,
  data: event.body.toString("utf8"),
});

async function either(heard: Promise<void>, milliseconds: number, signal: AbortSignal): Promise<void> {
  let done = () => {};
  const over = new Promise<void>((resolve) => {
    done = resolve;
  });
  const timer = setTimeout(done, milliseconds);
  signal.addEventListener("abort", done, { once: true });
  await Promise.race([heard, over]);
  clearTimeout(timer);
  signal.removeEventListener("abort", done);
}
