import { z } from "zod";
import { db } from "@/db/client/client";
import { selectRequests } from "@/db/queries/api-requests";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { MINUTE_MS } from "@/lib/core/durations";
import { instantSchema } from "@/lib/core/instant-schema";
import { type Actor, requireAccess } from "@/lib/features/actor";
import type { ListRequestsInput, RequestPage } from "./contract";

const PAGE_SIZE = 50;

const cursorSchema = z.object({ at: instantSchema({ firstYear: 1970 }), id: z.int().nonnegative() });

// ISO 8601 writes years up to 9999 with four digits.
const MAX_TIME_MS = Date.UTC(10_000, 0) - 1;

/** Users select minutes; the last minute is included as a whole. */
const endOfMinute = (instant: string): string =>
  new Date(
    Math.min((Math.floor(Date.parse(instant) / MINUTE_MS) + 1) * MINUTE_MS, MAX_TIME_MS),
  ).toISOString();

/** A page of a key's request log, newest first. The log remains after the key is deleted. It is empty for an unknown key. */
export async function listRequests(
  actor: Actor,
  keyId: string,
  input: ListRequestsInput,
): Promise<RequestPage> {
  requireAccess(actor, "api_keys", "read");
  const filters = {
    statusClass: input.status === null ? undefined : Number(input.status),
    endpoint: input.endpoint ?? undefined,
    from: input.from ?? undefined,
    before: input.to === null ? undefined : endOfMinute(input.to),
  };
  const after = decodeCursor(input.cursor, cursorSchema);
  const rows = await selectRequests(db(), actor.workspaceId, keyId, filters, { after, limit: PAGE_SIZE });
  const { page, nextCursor } = toPage(rows, PAGE_SIZE, ({ at, id }) => ({ at, id }));
  return { requests: page, nextCursor };
}
