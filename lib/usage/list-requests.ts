import { z } from "zod";
import { reader } from "@/db/client";
import { selectRequests } from "@/db/queries/api-requests";
import { type Actor, requireAccess } from "../actor";
import { decodeCursor, encodeCursor } from "../cursor";
import { isInstant } from "../time";
import type { ListRequestsInput, RequestPage } from "./contract";

const PAGE = 50;

const place = z.object({ at: z.string().refine(isInstant).transform(inUtc), id: z.int().nonnegative() });

const MINUTE_MS = 60_000;
// The last year that is written with four digits.
const LAST_MS = Date.UTC(10_000, 0) - 1;

/** PostgreSQL takes offsets below 16 hours only. */
function inUtc(instant: string): string {
  return new Date(instant).toISOString();
}

/** People choose minutes, and mean the whole of the last one. */
const afterMinuteOf = (instant: string): string =>
  new Date(Math.min((Math.floor(Date.parse(instant) / MINUTE_MS) + 1) * MINUTE_MS, LAST_MS)).toISOString();

/** A page of a key's response log, newest first. The log outlives the key; of a key of nobody's it is empty. */
export async function listRequests(
  actor: Actor,
  keyId: string,
  input: ListRequestsInput,
): Promise<RequestPage> {
  requireAccess(actor, "api_keys", "read");
  const filters = {
    statusClass: input.status === null ? undefined : Number(input.status),
    endpoint: input.endpoint ?? undefined,
    from: input.from === null ? undefined : inUtc(input.from),
    before: input.to === null ? undefined : afterMinuteOf(input.to),
  };
  const after = decodeCursor(input.cursor, place);
  const page = { after, limit: PAGE };
  const rows = await selectRequests(reader(), actor.workspaceId, keyId, filters, page);
  const shown = rows.slice(0, PAGE);
  const last = shown.at(-1);
  return {
    requests: shown,
    nextCursor: rows.length > PAGE && last ? encodeCursor({ at: last.at, id: last.id }) : null,
  };
}
