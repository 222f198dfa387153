import { and, eq, not, or, type SQL, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { escapeLike } from "../like";
import { type ApiKeyRow, agents, apiKeyAgents, apiKeys } from "../schema/index";
import { type KeyState, SOON, selectApiKeysById, type VisibleApiKey } from "./api-keys";

/** Which keys; an empty text asks for no such thing. */
export interface ApiKeyFilters {
  search: string;
  state: KeyState | "";
  permission: ApiKeyRow["permissions"][number] | "";
  /** An agent's id: keys that cover it, those for all agents too. */
  agent: string;
}

/** Where a page begins: after the row with this value of the sort column and this id. */
export interface ApiKeyPosition {
  value: string;
  id: string;
}

export type ApiKeySort = "created" | "name" | "expires" | "used";

/** Sort order → value and direction. Each has an index of the workspace, the value and, for ties, the id. */
const ORDERS: Record<ApiKeySort, { value: SQL; type: SQL; descending: boolean }> = {
  created: { value: sql`${apiKeys.createdAt}`, type: sql`timestamptz`, descending: true },
  name: { value: sql`lower(${apiKeys.name})`, type: sql`text`, descending: false },
  expires: { value: sql`${apiKeys.expiresAt}`, type: sql`timestamptz`, descending: false },
  used: { value: sql`${apiKeys.lastUsedMinute}`, type: sql`timestamptz`, descending: true },
};

/** A page that is filtered looks for its rows among so many of the order first; then, where that lets it hope, among more. */
const NEAR = [1000, 3000, 6000];

/** Among how many to look next, if what was found among the last promises a page and half of another: to look in vain costs. */
const further = (reach: number, found: number, wanted: number): number | undefined =>
  NEAR.find((next) => next > reach && (found / reach) * next > 1.5 * wanted);

/** How a search finds keys: by a part of the name, the id, or the ends that a masked key shows, four characters each. */
function searchedBy(search: string): SQL[] {
  const [start = "", end = ""] = search.replace(/^ask_/, "").split(/\*+/);
  const ends = /^(ask_)?.{4}\*+.{4}$/.test(search)
    ? [and(eq(apiKeys.secretStart, start), eq(apiKeys.secretEnd, end))]
    : search.length === 4
      ? [eq(apiKeys.secretStart, search), eq(apiKeys.secretEnd, search)]
      : [];
  return [
    // Not ilike: it lower-cases by the character and takes twice as long over 100,000 names.
    sql`lower(${apiKeys.name}) like lower(${`%${escapeLike(search)}%`})`,
    eq(apiKeys.id, search),
    ...ends.flatMap((condition) => condition ?? []),
  ];
}

/** Written out, as the indexes of keys that have a permission are: a parameter would fit none of them. */
const PERMITS: Record<ApiKeyRow["permissions"][number], SQL> = {
  conversations: sql`'conversations' = any(${apiKeys.permissions})`,
  handoff: sql`'handoff' = any(${apiKeys.permissions})`,
  external_events: sql`'external_events' = any(${apiKeys.permissions})`,
};

const IN_STATE: Record<KeyState, SQL> = {
  active: sql`${apiKeys.expiresAt} > now() + ${SOON}`,
  expiring: sql`${apiKeys.expiresAt} > now() and ${apiKeys.expiresAt} <= now() + ${SOON}`,
  expired: sql`${apiKeys.expiresAt} <= now()`,
};

/** Conditions of which each leaves out what those before it take: nothing is found twice, and nobody has to look for it. */
const apart = (conditions: SQL[]): (SQL | undefined)[] =>
  conditions.map((condition, n) => and(condition, ...conditions.slice(0, n).map(not)));

/** That a key covers an agent, as conditions of which one is enough. None does where there is no such agent. */
function covering(workspaceId: string, agent: string): { either: SQL[]; one: SQL } {
  const isThere = sql`exists (select from ${agents} where ${agents.workspaceId} = ${workspaceId} and ${agents.id} = ${agent}
    and ${agents.deletedAt} is null)`;
  const listing = sql`select ${apiKeyAgents.keyId} from ${apiKeyAgents}
    where ${apiKeyAgents.workspaceId} = ${workspaceId} and ${apiKeyAgents.agentId} = ${agent}`;
  return {
    either: [
      sql`${apiKeys.allAgents} and ${isThere}`,
      sql`not ${apiKeys.allAgents} and ${apiKeys.id} in (${listing}) and ${isThere}`,
    ],
    // "offset 0" has it looked up for each key: or else all that list the agent are read into a table first.
    one: sql`(${apiKeys.allAgents} or exists (${listing} and ${apiKeyAgents.keyId} = ${apiKeys.id} offset 0)) and ${isThere}`,
  };
}

/**
 * The filters as one condition, and as the ways by which keys pass them, each of which has an index that fits; undefined
 * where none is set.
 */
function matching(
  workspaceId: string,
  { search, state, permission, agent }: ApiKeyFilters,
): { all: SQL | undefined; ways: (SQL | undefined)[] } | undefined {
  if (!search && !state && !permission && !agent) return undefined;
  const found = search ? searchedBy(search) : [];
  const covered = agent ? covering(workspaceId, agent) : undefined;
  const is = and(state ? IN_STATE[state] : undefined, permission ? PERMITS[permission] : undefined);
  return {
    all: and(or(...found), is, covered?.one),
    ways: search
      ? apart(found).map((way) => and(way, is, covered?.one))
      : covered
        ? covered.either.map((way) => and(way, is))
        : [is],
  };
}

/**
 * A page of keys, and where the next begins.
 *
 * However many keys there are and whatever the planner believes of them, a page costs little: without a filter it reads
 * its own rows off an index. With one, it first looks among the next 1,000 of the order, and as far on
 * as what it finds lets it hope, where a filter that many keys pass is satisfied; what few pass is then looked up among all,
 * by the index that fits each way best. Left to itself the planner walks the whole order when it takes a rare thing for a
 * common one.
 */
export async function selectApiKeys(
  db: Executor,
  workspaceId: string,
  page: { filters: ApiKeyFilters; sort: ApiKeySort; after: ApiKeyPosition | null; limit: number },
): Promise<{ rows: VisibleApiKey[]; next: ApiKeyPosition | null }> {
  const { value, type, descending } = ORDERS[page.sort];
  // One more than the page tells of a next.
  const count = page.limit + 1;
  const order = descending
    ? sql`order by ${value} desc, ${apiKeys.id} desc`
    : sql`order by ${value}, ${apiKeys.id}`;
  const place = page.after && sql`(${page.after.value}::${type}, ${page.after.id})`;
  const beyond = place && sql`(${value}, ${apiKeys.id}) ${descending ? sql`<` : sql`>`} ${place}`;
  // In the order of expiry a state is a stretch of the index, which a walk begins at instead of coming to.
  const { state } = page.filters;
  const stretch = page.sort === "expires" && state ? IN_STATE[state] : undefined;
  const within = and(eq(apiKeys.workspaceId, workspaceId), beyond ?? undefined, stretch);
  const filters = matching(workspaceId, page.filters);
  const positions = async (statement: SQL) =>
    (await db.execute<{ id: string; value: string }>(statement)).rows;
  const position = sql`${apiKeys.id} as id, (${value})::text as value`;

  let found: ApiKeyPosition[] = [];
  if (filters) {
    let reach = NEAR[0];
    while (reach !== undefined && found.length < count) {
      found = await positions(sql`
        select ${position} from (select * from ${apiKeys} where ${within} ${order} limit ${reach}) as api_keys
        where ${filters.all} ${order} limit ${count}`);
      reach = further(reach, found.length, count);
    }
    if (found.length < count) {
      const ways = filters.ways.map(
        (way) =>
          sql`select ${apiKeys.id} as id, ${value} as place from ${apiKeys} where ${within} and ${way}`,
      );
      // "offset 0" keeps the planner from walking the order after all.
      found = await positions(sql`
        select id, place::text as value from (${sql.join(ways, sql` union all `)} offset 0) as matching
        order by ${descending ? sql`place desc, id desc` : sql`place, id`} limit ${count}`);
    }
  } else {
    found = await positions(sql`select ${position} from ${apiKeys} where ${within} ${order} limit ${count}`);
  }
  const ids = found.slice(0, page.limit).map(({ id }) => id);
  // By themselves: as one statement, a planner without statistics looks for the page anew for every key.
  const rows = await selectApiKeysById(db, workspaceId, ids);
  return {
    rows: ids.flatMap((id) => rows.find((row) => row.id === id) ?? []),
    next: found.length > page.limit ? (found[page.limit - 1] ?? null) : null,
  };
}
