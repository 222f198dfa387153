import { z } from "zod";
import { db } from "@/db/client/client";
import { isInvalidTime } from "@/db/client/errors";
import { selectApiKeys } from "@/db/queries/api-key-pages";
import { decodeCursor, encodeCursor, invalidCursor } from "@/lib/core/cursor";
import { foldSearch } from "@/lib/core/name-order";
import { type Actor, requireAccess } from "@/lib/features/actor";
import type { ApiKeyPage, ListApiKeysInput } from "./contract";
import { readAgentsForKeys, toApiKeyDto } from "./internal";

const PAGE_SIZE = 50;

/** A cursor is valid only for the sort order and filters that it was created for. */
const cursorSchema = z.object({ of: z.string(), value: z.string(), id: z.string() });

/**
 * Returns a page of the workspace's keys. The search matches the name, the key ID and the visible ends of the secret. A
 * cursor of another sort order or filter starts at the first page.
 *
 * Sorted by last success, a key that is used between two pages moves to the front; the next refetch shows it there.
 * @throws AppError INPUT_INVALID for a cursor that this server did not create
 */
export async function listApiKeys(actor: Actor, input: ListApiKeysInput): Promise<ApiKeyPage> {
  requireAccess(actor, "api_keys", "read");
  const { cursor, sort, ...filters } = input;
  // Versions without sort keys ordered the names differently.
  const order = sort === "name" ? "sort_key" : sort;
  const of = JSON.stringify([order, filters.state, filters.permission, filters.agent, filters.search]);
  const decoded = decodeCursor(cursor, cursorSchema);

  const after = decoded?.of === of ? decoded : null;
  const { rows, next } = await selectApiKeys(db(), actor.workspaceId, {
    filters: { ...filters, foldedSearch: foldSearch(filters.search) },
    sort,
    after,
    limit: PAGE_SIZE,
  }).catch((error: unknown) => {
    // PostgreSQL formatted the times in cursors, so only PostgreSQL can validate them.
    throw after && isInvalidTime(error) ? invalidCursor() : error;
  });
  const listed = rows.filter((row) => !row.allAgents).map((row) => row.id);
  const agents = listed.length === 0 ? [] : await readAgentsForKeys(db(), actor.workspaceId, listed);
  return {
    keys: rows.map((row) =>
      toApiKeyDto(
        row,
        agents.filter((agent) => agent.keyId === row.id),
      ),
    ),
    nextCursor: next && encodeCursor({ of, ...next }),
  };
}
