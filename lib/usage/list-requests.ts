import { z } from "zod";
import { reader } from "@/db/client";
import { selectRequests } from "@/db/queries/api-requests";
import { type Actor, requireAccess } from "../actor";
import { decodeCursor, encodeCursor } from "../cursor";
import type { ListRequestsInput, RequestPage } from "./contract";

const PAGE = 50;

const place = z.object({ at: z.iso.datetime(), id: z.int().nonnegative() });

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
    from: input.from ?? undefined,
    to: input.to ?? undefined,
  };
  const after = decodeCursor(input.cursor ?? null, place);
  const page = { after, limit: PAGE };
  const rows = await selectRequests(reader(), actor.workspaceId, keyId, filters, page);
  const shown = rows.slice(0, PAGE);
  const last = shown.at(-1);
  return {
    requests: shown,
    nextCursor: rows.length > PAGE && last ? encodeCursor({ at: last.at, id: last.id }) : null,
  };
}
