import { z } from "zod";
import type { CallEvent, SentTurn } from "./call-record";
import { type Connection, requestWithRetry } from "./http-client";

const BASE = "/runtime/v1/conversations";

const issued = z.object({ event_id: z.string() });
const page = z.object({
  events: z.array(z.object({ seq: z.number(), ext_event_id: z.string(), data: z.string() })),
  next: z.number(),
});

interface StartRequest {
  id: string;
  environment: string;
  channel: string;
  language: string;
  direction: "inbound";
  started_at: string;
  from_number: string;
  to_number: string;
  variant_id: string;
  variant_name: string;
}

export type RuntimeClient = ReturnType<typeof runtimeClient>;

/** A client of the runtime API. All writes are idempotent, so all are retried. */
export function runtimeClient(connection: Connection, token: string) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const pathOf = (id: string, rest: string) => `${BASE}/${encodeURIComponent(id)}${rest}`;
  const post = (path: string, body: object) =>
    requestWithRetry(connection, { method: "POST", path, headers, body: JSON.stringify(body) });

  return {
    start: (call: StartRequest) => post(BASE, call),
    turn: (id: string, turn: SentTurn) => post(pathOf(id, "/turns"), turn),
    /** With `write_once`, because a retry after a lost response would turn the value into a list. */
    metric: (id: string, name: string, value: string) =>
      post(pathOf(id, "/metrics"), { name, value, write_once: true }),
    state: (id: string, patch: Record<string, unknown>) =>
      requestWithRetry(connection, {
        method: "PATCH",
        path: pathOf(id, "/state"),
        headers,
        body: JSON.stringify(patch),
      }),
    handoff: (
      id: string,
      handoff: { destination: string; reason: string; shared_id: string; data: object },
    ) => post(pathOf(id, "/handoff"), handoff),
    issueEventId: async (id: string): Promise<string> =>
      issued.parse(await post(pathOf(id, "/external-events"), { send_to_llm: true })).event_id,
    /** Events after a sequence number; the server waits up to `waitS` seconds for one. */
    events: async (
      id: string,
      after: number,
      waitS: number,
    ): Promise<{ events: (CallEvent & { seq: number })[]; next: number }> => {
      const path = pathOf(id, `/external-events?after=${after}&wait=${waitS}`);
      const spec = { method: "GET", path, headers, waitMs: waitS * 1000, signal: connection.stop } as const;
      // A stop ends long polls, but not the final request for events that have already arrived.
      const { events, next } = page.parse(
        await requestWithRetry(connection, waitS > 0 ? spec : { ...spec, signal: undefined }),
      );
      return {
        events: events.map(({ seq, ext_event_id, data }) => ({ seq, eventId: ext_event_id, body: data })),
        next,
      };
    },
    end: (id: string) => post(pathOf(id, "/end"), {}),
  };
}
