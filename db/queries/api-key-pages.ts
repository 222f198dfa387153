import { and, eq, not, or, type SQL, sql } from "drizzle-orm";
import type { Executor } from "../client/client";
import { hasPermission } from "../schema/api-keys";
import { agents, apiKeyAgents, apiKeys } from "../schema/index";
import type { Permission } from "../schema/permissions";
import { EXPIRING_WINDOW, type KeyState, selectApiKeysById, type VisibleApiKey } from "./api-keys";
import { escapeLike } from "./conditions";

/** Filters of the key list. An empty string turns a filter off. */
export interface ApiKeyFilters {
  search: string;
  /** The search text as folded names contain it. */
  foldedSearch: string;
  state: KeyState | "";
  permission: Permission | "";
  /** An agent's ID. Matches keys that cover the agent, including keys for all agents. */
  agent: string;
}

/** The position before a page: the last row's value of the sort column, and its ID. */
export interface ApiKeyPosition {
  value: string;
  id: string;
}

export type ApiKeySort = "created" | "name" | "expires" | "used";

/** Sort order → value and direction. Each has an index on the workspace, the value and, to break ties, the ID. */
const SORT_ORDERS: Record<ApiKeySort, { value: SQL; type: SQL; descending: boolean }> = {
  created: { value: sql`${apiKeys.createdAt}`, type: sql`timestamptz`, descending: true },
  name: { value: sql`${apiKeys.sortKey}`, type: sql`text`, descending: false },
  expires: { value: sql`${apiKeys.expiresAt}`, type: sql`timestamptz`, descending: false },
  used: { value: sql`${apiKeys.lastUsedMinute}`, type: sql`timestamptz`, descending: true },
};

/**
 * How many rows a filtered page scans in sort order before it looks up all matches by other indexes. More if the sort index
 * contains the filtered columns (a third of a microsecond per row, measured) than if each row is fetched or joined (1 to 5).
 */
const SCAN_LIMIT = { indexed: 12_000, unindexed: 2000 };
/** An agent's keys are read into memory up to these numbers, for a scan and for a lookup of all matches. */
const AGENT_KEYS_LIMIT = { scan: 3000, lookup: 20_000 };

/** The first of the search conditions: the sort indexes contain the columns of this many. */
const INDEXED_SEARCH_CONDITIONS = 2;

/** The conditions of a search: a part of the name, the ID, or the four characters at either end that a masked key shows. */
function searchConditions(search: string, foldedSearch: string): SQL[] {
  const [start = "", end = ""] = search.replace(/^ask_/, "").split(/\*+/);
  const ends = /^(ask_)?.{4}\*+.{4}$/.test(search)
    ? [and(eq(apiKeys.secretStart, start), eq(apiKeys.secretEnd, end))]
    : search.length === 4
      ? [eq(apiKeys.secretStart, search), eq(apiKeys.secretEnd, search)]
      : [];
  return [
    sql`${apiKeys.sortKey} like ${`%${escapeLike(foldedSearch)}%`}`,
    eq(apiKeys.id, search),
    ...ends.flatMap((condition) => condition ?? []),
  ];
}

const HAS_STATE: Record<KeyState, SQL> = {
  active: sql`${apiKeys.expiresAt} > now() + ${EXPIRING_WINDOW}`,
  expiring: sql`${apiKeys.expiresAt} > now() and ${apiKeys.expiresAt} <= now() + ${EXPIRING_WINDOW}`,
  expired: sql`${apiKeys.expiresAt} <= now()`,
};

/** Makes conditions mutually exclusive, so that `union all` of their matches needs no deduplication. */
const mutuallyExclusive = (conditions: SQL[]): (SQL | undefined)[] =>
  conditions.map((condition, n) => and(condition, ...conditions.slice(0, n).map(not)));

/** Matching keys, found by one index. */
interface Lookup {
  /** A FROM item with the alias api_keys. */
  from: SQL;
  where: SQL | undefined;
}

const lookupWhere = (where: SQL | undefined): Lookup => ({ from: sql`${apiKeys}`, where });

/**
 * Conditions for keys that cover an agent; no key does if the agent does not exist. Each statement that uses them begins with
 * the CTE `listed`, which has up to `max` keys that list the agent. "offset 0" prevents the planner from flattening a
 * subquery: without statistics, it would compare each key with each listed key.
 */
function agentCoverage(workspaceId: string, agent: string) {
  const agentExists = sql`exists (select from ${agents} where ${agents.workspaceId} = ${workspaceId} and ${agents.id} = ${agent}
    and ${agents.deletedAt} is null)`;
  const listing = sql`select ${apiKeyAgents.keyId} from ${apiKeyAgents}
    where ${apiKeyAgents.workspaceId} = ${workspaceId} and ${apiKeyAgents.agentId} = ${agent}`;
  const atMost = (max: number) => sql`(select count(*) from listed) <= ${max}`;
  const lists = (
    max: number,
  ) => sql`case when ${atMost(max)} then ${apiKeys.id} in (select key_id from listed)
    else exists (${listing} and ${apiKeyAgents.keyId} = ${apiKeys.id} offset 0) end`;
  const each = sql`(select key_id from listed where ${atMost(AGENT_KEYS_LIMIT.scan)}) as few cross join lateral
    (select * from ${apiKeys} where ${apiKeys.workspaceId} = ${workspaceId} and ${apiKeys.id} = few.key_id offset 0) as api_keys`;
  return {
    cte: (max: number) => sql`with listed as materialized (${listing} limit ${max + 1})`,
    atMost,
    covers: (max: number) => sql`(${apiKeys.allAgents} or ${lists(max)}) and ${agentExists}`,
    lookups: [
      lookupWhere(sql`${apiKeys.allAgents} and ${agentExists}`),
      { from: each, where: sql`not ${apiKeys.allAgents} and ${agentExists}` },
      lookupWhere(
        sql`not ${atMost(AGENT_KEYS_LIMIT.scan)} and not ${apiKeys.allAgents} and ${lists(AGENT_KEYS_LIMIT.lookup)} and ${agentExists}`,
      ),
    ],
  };
}

/** How to find the keys that match the filters: by a scan in sort order, or by a lookup of all of them by other indexes. */
interface FilterPlan {
  scan: { cte: SQL; where: SQL | undefined; limit: SQL };
  lookup: { cte: SQL; lookups: Lookup[] };
}

/** @returns undefined if no filter is set */
function planFilters(
  workspaceId: string,
  { search, foldedSearch, state, permission, agent }: ApiKeyFilters,
): FilterPlan | undefined {
  if (!search && !state && !permission && !agent) return undefined;
  const matches = search ? searchConditions(search, foldedSearch) : [];
  const coverage = agent ? agentCoverage(workspaceId, agent) : undefined;
  const attributes = and(
    state ? HAS_STATE[state] : undefined,
    permission ? hasPermission(apiKeys.permissions, permission) : undefined,
  );
  // No sort index contains the permissions or the ends of secrets.
  const limit =
    !permission && matches.length <= INDEXED_SEARCH_CONDITIONS ? SCAN_LIMIT.indexed : SCAN_LIMIT.unindexed;
  const lookups = search
    ? mutuallyExclusive(matches).map((match) =>
        lookupWhere(and(match, coverage?.covers(AGENT_KEYS_LIMIT.lookup))),
      )
    : (coverage?.lookups ?? [lookupWhere(undefined)]);
  return {
    scan: {
      cte: coverage?.cte(AGENT_KEYS_LIMIT.scan) ?? sql``,
      where: and(or(...matches), attributes, coverage?.covers(AGENT_KEYS_LIMIT.scan)),
      limit: coverage
        ? sql`(select case when ${coverage.atMost(AGENT_KEYS_LIMIT.scan)} then ${limit}::int else ${SCAN_LIMIT.unindexed}::int end)`
        : sql`${limit}`,
    },
    lookup: {
      cte: coverage?.cte(AGENT_KEYS_LIMIT.lookup) ?? sql``,
      lookups: lookups.map(({ from, where }) => ({ from, where: and(where, attributes) })),
    },
  };
}

/**
 * A page of keys, and the position of the next page.
 *
 * A page is cheap for any number of keys and any table statistics. Without filters, it reads only its own rows from an index.
 * With filters, it first scans a limited number of rows in sort order, which is enough for filters that many keys match. If
 * the scan does not fill the page, it looks up all matches by the best index for each condition. The planner alone would scan
 * the whole sort order when it overestimates the number of matches.
 */
export async function selectApiKeys(
  db: Executor,
  workspaceId: string,
  page: { filters: ApiKeyFilters; sort: ApiKeySort; after: ApiKeyPosition | null; limit: number },
): Promise<{ rows: VisibleApiKey[]; next: ApiKeyPosition | null }> {
  const { value, type, descending } = SORT_ORDERS[page.sort];
  // One extra row shows whether there is a next page.
  const count = page.limit + 1;
  const direction = descending ? sql`desc` : sql`asc`;
  const order = sql`order by ${value} ${direction}, ${apiKeys.id} ${direction}`;
  const position = page.after && sql`(${page.after.value}::${type}, ${page.after.id})`;
  const afterPosition =
    position && sql`(${value}, ${apiKeys.id}) ${descending ? sql`<` : sql`>`} ${position}`;
  // When sorted by expiry, a state is one range of the index, so the scan can start there.
  const { state } = page.filters;
  const range = page.sort === "expires" && state ? HAS_STATE[state] : undefined;
  const within = and(eq(apiKeys.workspaceId, workspaceId), afterPosition ?? undefined, range);
  const filters = planFilters(workspaceId, page.filters);
  const positions = async (statement: SQL) =>
    (await db.execute<{ id: string; value: string }>(statement)).rows;

  let found: ApiKeyPosition[];
  if (filters) {
    const { scan, lookup } = filters;
    // An alias for the sort value; without it, the planner does not see that the rows are already sorted.
    found = await positions(sql`
      ${scan.cte} select id, sort_value::text as value
      from (select *, ${value} as sort_value from ${apiKeys} where ${within} ${order} limit ${scan.limit}) as api_keys
      where ${scan.where} order by sort_value ${direction}, id ${direction} limit ${count}`);
    if (found.length < count) {
      const lookups = lookup.lookups.map(
        ({ from, where }) =>
          sql`select ${apiKeys.id} as id, ${value} as sort_value from ${from} where ${and(within, where)}`,
      );
      // "offset 0" prevents the planner from scanning in sort order after all.
      found = await positions(sql`
        ${lookup.cte} select id, sort_value::text as value
        from (${sql.join(lookups, sql` union all `)} offset 0) as matching
        order by sort_value ${direction}, id ${direction} limit ${count}`);
    }
  } else {
    found = await positions(sql`
      select ${apiKeys.id} as id, (${value})::text as value from ${apiKeys} where ${within} ${order} limit ${count}`);
  }
  const ids = found.slice(0, page.limit).map(({ id }) => id);
  // In a second statement: in one statement without statistics, the planner would search for the page again for every key.
  const rows = await selectApiKeysById(db, workspaceId, ids);
  return {
    rows: ids.flatMap((id) => rows.find((row) => row.id === id) ?? []),
    next: found.length > page.limit ? (found[page.limit - 1] ?? null) : null,
  };
}
