import { and, eq, not, or, type SQL, sql } from "drizzle-orm";
import type { Executor } from "../client/client";
import { hasPermission } from "../schema/api-keys";
import { agents, apiKeyAgents, apiKeys } from "../schema/index";
import type { Permission } from "../schema/permissions";
import { EXPIRING_WINDOW, type KeyState, selectApiKeysById, type VisibleApiKey } from "./api-keys";
import { escapeLike } from "./conditions";

/** Which keys; an empty text asks for no such thing. */
export interface ApiKeyFilters {
  search: string;
  state: KeyState | "";
  permission: Permission | "";
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
const SORT_ORDERS: Record<ApiKeySort, { value: SQL; type: SQL; descending: boolean }> = {
  created: { value: sql`${apiKeys.createdAt}`, type: sql`timestamptz`, descending: true },
  name: { value: sql`lower(${apiKeys.name})`, type: sql`text`, descending: false },
  expires: { value: sql`${apiKeys.expiresAt}`, type: sql`timestamptz`, descending: false },
  used: { value: sql`${apiKeys.lastUsedMinute}`, type: sql`timestamptz`, descending: true },
};

/**
 * How far a filtered page walks along the order before it looks up all that pass: further where the order's index holds
 * what is filtered by (a third of a microsecond a row, measured) than where each row is fetched or asked about (1 to 5).
 */
const SCAN_LIMIT = { indexed: 12_000, unindexed: 2000 };
/** An agent's list of keys is read into memory where it is no longer than this, for a walk and for looking up all. */
const AGENT_KEYS_LIMIT = { scan: 3000, lookup: 20_000 };

/** As many of the ways in which a search finds keys, the first ones, need nothing but what the orders' indexes hold. */
const INDEXED_SEARCH_CONDITIONS = 2;

/** How a search finds keys: by a part of the name, the id, or the ends that a masked key shows, four characters each. */
function searchConditions(search: string): SQL[] {
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

const HAS_STATE: Record<KeyState, SQL> = {
  active: sql`${apiKeys.expiresAt} > now() + ${EXPIRING_WINDOW}`,
  expiring: sql`${apiKeys.expiresAt} > now() and ${apiKeys.expiresAt} <= now() + ${EXPIRING_WINDOW}`,
  expired: sql`${apiKeys.expiresAt} <= now()`,
};

/** Conditions of which each leaves out what those before it take: nothing is found twice, and nobody has to look for it. */
const mutuallyExclusive = (conditions: SQL[]): (SQL | undefined)[] =>
  conditions.map((condition, n) => and(condition, ...conditions.slice(0, n).map(not)));

/** Some keys, found by one index. */
interface Lookup {
  /** What is called api_keys. */
  from: SQL;
  where: SQL | undefined;
}

const lookupWhere = (where: SQL | undefined): Lookup => ({ from: sql`${apiKeys}`, where });

/**
 * How keys cover an agent; none does where there is no such agent. Each statement about it begins with the part called
 * `listed`, up to `most` of the keys that list the agent. "offset 0" has the planner do as it is told: without statistics it
 * compares each key with each that is listed.
 */
function agentCoverage(workspaceId: string, agent: string) {
  const isThere = sql`exists (select from ${agents} where ${agents.workspaceId} = ${workspaceId} and ${agents.id} = ${agent}
    and ${agents.deletedAt} is null)`;
  const listing = sql`select ${apiKeyAgents.keyId} from ${apiKeyAgents}
    where ${apiKeyAgents.workspaceId} = ${workspaceId} and ${apiKeyAgents.agentId} = ${agent}`;
  const atMost = (most: number) => sql`(select count(*) from listed) <= ${most}`;
  const lists = (
    most: number,
  ) => sql`case when ${atMost(most)} then ${apiKeys.id} in (select key_id from listed)
    else exists (${listing} and ${apiKeyAgents.keyId} = ${apiKeys.id} offset 0) end`;
  const each = sql`(select key_id from listed where ${atMost(AGENT_KEYS_LIMIT.scan)}) as few cross join lateral
    (select * from ${apiKeys} where ${apiKeys.workspaceId} = ${workspaceId} and ${apiKeys.id} = few.key_id offset 0) as api_keys`;
  return {
    begin: (most: number) => sql`with listed as materialized (${listing} limit ${most + 1})`,
    atMost,
    covers: (most: number) => sql`(${apiKeys.allAgents} or ${lists(most)}) and ${isThere}`,
    ways: [
      lookupWhere(sql`${apiKeys.allAgents} and ${isThere}`),
      { from: each, where: sql`not ${apiKeys.allAgents} and ${isThere}` },
      lookupWhere(
        sql`not ${atMost(AGENT_KEYS_LIMIT.scan)} and not ${apiKeys.allAgents} and ${lists(AGENT_KEYS_LIMIT.lookup)} and ${isThere}`,
      ),
    ],
  };
}

/** How the keys that pass the filters are found: by a walk along an order, or all of them by indexes that fit. */
interface FilterPlan {
  scan: { begin: SQL; where: SQL | undefined; reach: SQL };
  lookup: { begin: SQL; ways: Lookup[] };
}

/** @returns undefined where no filter is set */
function planFilters(
  workspaceId: string,
  { search, state, permission, agent }: ApiKeyFilters,
): FilterPlan | undefined {
  if (!search && !state && !permission && !agent) return undefined;
  const found = search ? searchConditions(search) : [];
  const covered = agent ? agentCoverage(workspaceId, agent) : undefined;
  const is = and(
    state ? HAS_STATE[state] : undefined,
    permission ? hasPermission(apiKeys.permissions, permission) : undefined,
  );
  // No order's index holds permissions and the ends of secrets.
  const reach =
    !permission && found.length <= INDEXED_SEARCH_CONDITIONS ? SCAN_LIMIT.indexed : SCAN_LIMIT.unindexed;
  const ways = search
    ? mutuallyExclusive(found).map((way) => lookupWhere(and(way, covered?.covers(AGENT_KEYS_LIMIT.lookup))))
    : (covered?.ways ?? [lookupWhere(undefined)]);
  return {
    scan: {
      begin: covered?.begin(AGENT_KEYS_LIMIT.scan) ?? sql``,
      where: and(or(...found), is, covered?.covers(AGENT_KEYS_LIMIT.scan)),
      reach: covered
        ? sql`(select case when ${covered.atMost(AGENT_KEYS_LIMIT.scan)} then ${reach}::int else ${SCAN_LIMIT.unindexed}::int end)`
        : sql`${reach}`,
    },
    lookup: {
      begin: covered?.begin(AGENT_KEYS_LIMIT.lookup) ?? sql``,
      ways: ways.map(({ from, where }) => ({ from, where: and(where, is) })),
    },
  };
}

/**
 * A page of keys, and where the next begins.
 *
 * However many keys there are and whatever the planner believes of them, a page costs little: without a filter it reads
 * its own rows off an index. With one, it first walks along the order for some way, where a filter that many keys pass is
 * satisfied; what few pass, or many elsewhere, is then looked up among all, by the index that fits each way best. Left to
 * itself the planner walks the whole order when it takes a rare thing for a common one.
 */
export async function selectApiKeys(
  db: Executor,
  workspaceId: string,
  page: { filters: ApiKeyFilters; sort: ApiKeySort; after: ApiKeyPosition | null; limit: number },
): Promise<{ rows: VisibleApiKey[]; next: ApiKeyPosition | null }> {
  const { value, type, descending } = SORT_ORDERS[page.sort];
  // One more than the page tells of a next.
  const count = page.limit + 1;
  const direction = descending ? sql`desc` : sql`asc`;
  const order = sql`order by ${value} ${direction}, ${apiKeys.id} ${direction}`;
  const place = page.after && sql`(${page.after.value}::${type}, ${page.after.id})`;
  const beyond = place && sql`(${value}, ${apiKeys.id}) ${descending ? sql`<` : sql`>`} ${place}`;
  // In the order of expiry a state is a stretch of the index, which a walk begins at instead of coming to.
  const { state } = page.filters;
  const stretch = page.sort === "expires" && state ? HAS_STATE[state] : undefined;
  const within = and(eq(apiKeys.workspaceId, workspaceId), beyond ?? undefined, stretch);
  const filters = planFilters(workspaceId, page.filters);
  const positions = async (statement: SQL) =>
    (await db.execute<{ id: string; value: string }>(statement)).rows;

  let found: ApiKeyPosition[];
  if (filters) {
    const { scan, lookup } = filters;
    // The place by a name of its own, or else the planner does not see that the rows come in order already.
    found = await positions(sql`
      ${scan.begin} select id, place::text as value
      from (select *, ${value} as place from ${apiKeys} where ${within} ${order} limit ${scan.reach}) as api_keys
      where ${scan.where} order by place ${direction}, id ${direction} limit ${count}`);
    if (found.length < count) {
      const ways = lookup.ways.map(
        ({ from, where }) =>
          sql`select ${apiKeys.id} as id, ${value} as place from ${from} where ${and(within, where)}`,
      );
      // "offset 0" keeps the planner from walking the order after all.
      found = await positions(sql`
        ${lookup.begin} select id, place::text as value
        from (${sql.join(ways, sql` union all `)} offset 0) as matching
        order by place ${direction}, id ${direction} limit ${count}`);
    }
  } else {
    found = await positions(sql`
      select ${apiKeys.id} as id, (${value})::text as value from ${apiKeys} where ${within} ${order} limit ${count}`);
  }
  const ids = found.slice(0, page.limit).map(({ id }) => id);
  // By themselves: as one statement, a planner without statistics looks for the page anew for every key.
  const rows = await selectApiKeysById(db, workspaceId, ids);
  return {
    rows: ids.flatMap((id) => rows.find((row) => row.id === id) ?? []),
    next: found.length > page.limit ? (found[page.limit - 1] ?? null) : null,
  };
}
