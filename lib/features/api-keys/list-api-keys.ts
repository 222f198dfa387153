import { z } from "zod";
import { db } from "@/db/client/client";
import { isInvalidTime } from "@/db/client/errors";
import { selectApiKeys } from "@/db/queries/api-key-pages";
import { selectAgentsForKeys } from "@/db/queries/api-keys";
import { decodeCursor, encodeCursor, invalidCursor } from "@/lib/core/cursor";
import { type Actor, requireAccess } from "@/lib/features/actor";
import type { ApiKeyPage, ListApiKeysInput } from "./contract";
import { toApiKeyDto } from "./to-dto";

const PAGE_SIZE = 50;

/** A cursor belongs to its list: a place in another order or under other filters is no place. */
const cursorSchema = z.object({ of: z.string(), value: z.string(), id: z.string() });

/**
 * A page of the workspace's keys, searched by name, masked ends or id, filtered, in one of four orders.
 * Sorted by last success, a key that is used between two pages moves to the front and is found there by the next reading.
 * @throws AppError INPUT_INVALID for a cursor that is not one of ours
 */
export async function listApiKeys(actor: Actor, input: ListApiKeysInput): Promise<ApiKeyPage> {
  requireAccess(actor, "api_keys", "read");
  const { cursor, sort, ...filters } = input;
  const of = JSON.stringify([sort, filters.state, filters.permission, filters.agent, filters.search]);
  const decoded = decodeCursor(cursor, cursorSchema);

  const after = decoded?.of === of ? decoded : null;
  const { rows, next } = await selectApiKeys(db(), actor.workspaceId, {
    filters,
    sort,
    after,
    limit: PAGE_SIZE,
  }).catch((error: unknown) => {
    // PostgreSQL wrote the times in cursors, and is the judge of those that come back.
    throw after && isInvalidTime(error) ? invalidCursor() : error;
  });
  const listed = rows.filter((row) => !row.allAgents).map((row) => row.id);
  const agents = listed.length === 0 ? [] : await selectAgentsForKeys(db(), actor.workspaceId, listed);
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
