import { z } from "zod";
import { reader } from "@/db/client";
import { selectAgentsOfKeys, selectApiKeys } from "@/db/queries/api-keys";
import { type Actor, requireAccess } from "../actor";
import { decodeCursor, encodeCursor } from "../cursor";
import type { ApiKeyPage, ListApiKeysInput } from "./contract";
import { toApiKeyDto } from "./to-dto";

const PAGE = 50;

/** A cursor belongs to its sort order: a place in another order is no place. */
const place = z.object({ sort: z.string(), value: z.string(), id: z.string() });

/** A page of the workspace's keys, searched by name, masked ends or id. */
export async function listApiKeys(actor: Actor, input: ListApiKeysInput): Promise<ApiKeyPage> {
  requireAccess(actor, "api_keys", "read");
  const decoded = decodeCursor(input.cursor, place);
  const after = decoded?.sort === input.sort ? decoded : null;

  const rows = await selectApiKeys(reader(), actor.workspaceId, {
    search: input.search,
    sort: input.sort,
    after,
    limit: PAGE,
  });
  const page = rows.slice(0, PAGE);
  const listed = page.filter((row) => !row.allAgents).map((row) => row.id);
  const agents = listed.length === 0 ? [] : await selectAgentsOfKeys(reader(), actor.workspaceId, listed);
  const last = page.at(-1);
  return {
    keys: page.map((row) =>
      toApiKeyDto(
        row,
        agents.filter((agent) => agent.keyId === row.id),
      ),
    ),
    nextCursor:
      rows.length > PAGE && last
        ? encodeCursor({ sort: input.sort, value: last.orderValue, id: last.id })
        : null,
  };
}
