import { batchedQuery } from "../client/batched-query";
import { queryWithSignal } from "../client/cancellable-query";
import { pool } from "../client/client";
import { type ConversationFilters, type FilterConditions, filterConditions } from "./conversation-filters";
import { conversationJson } from "./conversation-json";
import { randomSample } from "./conversation-sample";
import { agentScan, ORDER_BY, type ScanSql } from "./conversation-scan-sql";
import { type SearchStep, searchScan } from "./conversation-search";
import { ACCESS_COLUMN, ACCESS_GRANTED, accessCte, type KeyAccess, parseAccess } from "./key-access-sql";

export interface ConversationPageRequest {
  filters: ConversationFilters;
  limit: number;
  offset: number;
  after: ConversationPosition | null;
  includeLatency: boolean;
  /** So many at random instead of the first ones. */
  sample: boolean;
  /** How to look for what the filters say was spoken; required where they do. */
  search?: SearchStep;
  /** Only where the conversations stand, not what they hold: a large page is then read piece by piece. */
  positionsOnly: boolean;
}

/** One conversation of the page: its JSON as the client gets it (null of places), and its place in the order. */
interface PageRow {
  json: string | null;
  place: number;
  startedAt: string;
  id: string;
  agentId: string;
}

/** Rows that an offset may pass over in a statement that others wait for as well. */
const LARGE_OFFSET = 1000;
/** Of so much of a conversation is a batch full as of one request: its answers should not be much larger than a read. */
const CONVERSATIONS_PER_WEIGHT = 0.5;

export interface ConversationPage {
  access: KeyAccess;
  rows: PageRow[];
  /** Whether there are more than were asked for. */
  hasMore: boolean;
  /** How far a step of a search came; undefined where it found all that it was asked for. */
  searchProgress?: SearchProgress;
}

/** Where a step of a search ended. */
interface SearchProgress {
  /** The last conversation that was examined; null when there was none. */
  place: ConversationPosition | null;
  /** Whether it was the last there is, so that there is nothing more to find. */
  final: boolean;
  /** Turns that the step examined. */
  turns: number;
  /** Matches that it found, those that the offset passes over included. */
  matches: number;
  /** Whether the index of words names more conversations than the step may read: nothing was examined then. */
  tooMany: boolean;
}

/** A place in the list. */
interface ConversationPosition {
  startedAt: string;
  id: string;
  agentId: string;
}

/** Limits of what a statement may take, beside the pool's own. */
export interface StatementLimits {
  /** Aborted when the response is no longer needed: the statement is then canceled. */
  signal: AbortSignal;
  /** Milliseconds until PostgreSQL cancels the statement. */
  timeout?: number;
}

type Target =
  /** The agent in the path. */
  | { account: string; agent: string }
  /** Every agent that the key covers (`refs` null), or the named ones of them; ids or slugs. */
  | { refs: string[] | null };

/**
 * Everything in one round trip: the key by its hash, its expiry by the database's clock, workspace, agents,
 * permission, scope and configuration, and the page if all of them allow it.
 * @param page null asks for the conditions alone
 * @param bounds given where a statement may take long: it then runs on a connection of its own
 * @returns undefined for a key that is unknown, deleted or expired
 */
export async function selectConversationPage(
  secretHash: Buffer,
  target: Target,
  page: ConversationPageRequest | null,
  bounds?: StatementLimits,
): Promise<ConversationPage | undefined> {
  const values: unknown[] =
    "agent" in target ? [secretHash, target.account, target.agent] : [secretHash, target.refs];
  const statement =
    "agent" in target ? singleAgentStatement(page, values) : multiAgentStatement(page, values);
  /** Of one agent as a text, of many as an object; on the first row alone. */
  type Row = Partial<PageRow> & { access: string | KeyAccess | null; edge?: SearchProgress | null };
  const rows = bounds
    ? await queryWithSignal<Row>(
        bounds.signal,
        { ...statement, values },
        {
          timeout: bounds.timeout,
          settings: page ? plannerSettings(page) : undefined,
        },
      )
    : values.some(Array.isArray) || (page?.offset ?? 0) > LARGE_OFFSET
      ? (await pool().query<Row>({ ...statement, values })).rows
      : await batchedQuery<Row>(
          { ...statement, types: values.map((_, n) => (n === 0 ? "bytea" : "text")), maxInFlight: 2 },
          values,
          page ? page.limit / CONVERSATIONS_PER_WEIGHT : 1,
        );
  const told = rows.find((row) => row.access)?.access;
  if (!told) return undefined;
  const access = typeof told === "string" ? parseAccess(told, "agent" in target ? target.agent : "") : told;
  const found = rows
    .filter((row): row is PageRow & Row => typeof row.id === "string")
    .sort((a, b) => a.place - b.place);
  const limit = page?.limit ?? 0;
  const searchProgress = rows.find((row) => row.edge)?.edge ?? undefined;
  return { access, rows: found.slice(0, limit), hasMore: found.length > limit, searchProgress };
}

/** Planning these statements takes longer than running them, and the values make no difference that matters. */
const GENERIC_PLAN = { plan_cache_mode: "force_generic_plan" };
/** The planner may read the table where a word is common or a sample is of most rows, other workspaces' rows, too. */
const GENERIC_INDEX_PLAN = { ...GENERIC_PLAN, enable_seqscan: "off" };

function plannerSettings({ sample, search }: ConversationPageRequest): Record<string, string> | undefined {
  return sample || search?.by === "index" ? GENERIC_INDEX_PLAN : search && GENERIC_PLAN;
}

/** The conditions of a page and its bounds, and a tag that names the combination. */
function pageSql(page: ConversationPageRequest, values: unknown[]) {
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const conditions = filterConditions(page.filters, parameter);
  let { tag } = conditions;
  let after = "";
  if (page.after) {
    const { startedAt, id, agentId } = page.after;
    const place = [`${parameter(startedAt)}::timestamptz`, parameter(id), parameter(agentId)];
    after = `and (c.started_at, c.id, c.agent_id) > (${place.join(", ")})`;
    tag += ".after";
  }
  if (page.includeLatency) tag += ".latency";
  if (page.sample) tag += ".sample";
  if (page.positionsOnly) tag += ".places";
  const limit = `${parameter(page.limit + 1)}::bigint`;
  const offset = `${parameter(page.offset)}::bigint`;
  const json = page.positionsOnly
    ? "null::text"
    : `case when c.place < ${limit} then ${conversationJson(page.includeLatency)} end`;
  const { search, filters } = page;
  if (search) tag += `.${search.by}`;
  const searchLimits = search && {
    turns: `${parameter(search.turns)}::bigint`,
    conversations: search.by === "order" ? `${parameter(search.conversations)}::bigint` : "0",
  };
  const { environment, startTime, endTime, ...further } = filters;
  const filtered = Object.values(further).some((filter) => filter !== undefined);
  // Each parameter must occur in the text: the same conditions are not made twice.
  const unfiltered =
    page.sample && filtered ? filterConditions({ environment, startTime, endTime }, parameter) : conditions;

  /** The page off the walk `of` whom it is, and a join that gives each row its agent's settings `a`. */
  const rows = (
    walkBy: (conditions: FilterConditions) => ScanSql,
    of: { workspace: string; among: string },
    settings = "",
  ) => {
    // An offset may be as large as an integer gets.
    const reach = `(${limit} + ${offset})`;
    const walk = walkBy(conditions);
    const pageOf = (found: string) => `
      select ${POSITION_COLUMNS}, c.place::int, ${json} as json
      from (select c.*, row_number() over () as place from (
        select c.* from (${found}) c limit ${limit} offset ${offset}) c) c ${settings}`;
    const { where, spoken } = conditions;
    if (searchLimits && spoken) {
      const limits = { matches: reach, ...searchLimits };
      return `with ${searchScan(search.by, walk, { where, spoken }, of, after, limits)}
        select p.*, null::json as edge from (${pageOf(`select c.* from matches c ${ORDER_BY}`)}) p
        union all
        select null, null, null, 0, null, ${SEARCH_PROGRESS} from named left join edge c on true
        where (select count(*) from matches) < ${reach}`;
    }
    if (!page.sample) return pageOf(walk(reach, after));
    const passing = filtered ? walk : null;
    return pageOf(randomSample(walkBy(unfiltered), { passing, where }, reach));
  };
  return { tag, rows };
}

const STARTED_AT = `to_char(c.started_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const POSITION_COLUMNS = `${STARTED_AT} as "startedAt", c.id, c.agent_id as "agentId"`;

/** A `SearchEdge`, of the row `c` of `edge`, if any, beside `named`. */
const SEARCH_PROGRESS = `json_build_object('final', coalesce(c.final, not named.too_many), 'turns', coalesce(c.cost, 0),
  'matches', (select count(*) from matches), 'tooMany', named.too_many, 'place', case when c.id is not null then
    json_build_object('startedAt', ${STARTED_AT}, 'id', c.id, 'agentId', c.agent_id) end)`;

/** The path names workspace and agent: one walk along the agent's index. */
function singleAgentStatement(
  page: ConversationPageRequest | null,
  values: unknown[],
): { name: string; text: string } {
  const access = accessCte("conversations");
  if (!page)
    return {
      name: "one-agent-access",
      text: `with ${access} select ${ACCESS_COLUMN} as access from access a`,
    };

  const { tag, rows } = pageSql(page, values);
  // Where the transcript is off, nothing of it leaks by a search either.
  const allowed = page.filters.spoken ? `${ACCESS_GRANTED} and a.transcript` : ACCESS_GRANTED;
  const of = { workspace: "a.workspace_id", agent: "a.agent_id" };
  const among = `${allowed} and c.agent_id = ${of.agent}`;
  const text = `with ${access}
  select case when coalesce(p.place, 1) <= 1 then ${ACCESS_COLUMN} end as access, p.*
  from access a left join lateral (${rows((by) => agentScan(by, of, allowed), { ...of, among })}) p on true
  order by p.place`;
  return { name: `one-agent${tag}`, text };
}

/**
 * No agent in the path: a key for all agents walks the workspace's index, where it may read every agent and no filter
 * needs an index of its own; else the agents' own walks are merged.
 */
function multiAgentStatement(
  page: ConversationPageRequest | null,
  values: unknown[],
): { name: string; text: string } {
  const access = `key as materialized (
    select k.workspace_id, k.id as key_id, k.all_agents, 'conversations' = any(k.permissions) as permitted
    from api_keys k where k.secret_hash = $1 and k.expires_at > now()
  ),
  asked as materialized (
    select a.workspace_id, a.id, coalesce(r.ref, a.id) as ref, a.conversations_api = 'v1' as on_v1,
      k.all_agents or s.agent_id is not null as in_scope, a.all_metrics, a.chosen_metrics, a.transcript
    from key k
    left join unnest($2::text[]) as r(ref) on true
    join agents a on a.workspace_id = k.workspace_id and a.deleted_at is null
      and (r.ref is null or a.id = r.ref or a.slug = r.ref)
    left join api_key_agents s on s.workspace_id = k.workspace_id and s.key_id = k.key_id and s.agent_id = a.id
    where r.ref is not null or k.all_agents or s.agent_id is not null
  ),
  access as materialized (
    -- An agent that is being removed, or is left out, may have millions that the walk would have to pass by.
    select k.*, k.all_agents and $2::text[] is null and not exists (select from agents gone where
        gone.workspace_id = k.workspace_id and (gone.deleted_at is not null or gone.conversations_api = 'v1'
          ${page?.filters.spoken ? "or not gone.transcript" : ""})) as whole_workspace,
      -- Named agents must exist, be in scope and on v3; of "every agent" those on v1 are left out.
      k.permitted and ($2::text[] is null or (
        not exists (select from asked where on_v1 or not in_scope)
        and not exists (select from unnest($2::text[]) r(ref) where not exists (select from asked where asked.ref = r.ref))
      )) as allowed
    from key k
  )`;
  const told = `json_build_object('keyId', k.key_id, 'workspaceId', k.workspace_id, 'inWorkspace', true,
    'permitted', k.permitted, 'allAgents', k.all_agents,
    'agents', (select coalesce(json_agg(json_build_object('id', id, 'ref', ref, 'inScope', in_scope, 'onV1', on_v1)
      order by id), '[]'::json) from asked))`;
  if (!page)
    return { name: "many-agents-access", text: `with ${access} select ${told} as access from access k` };

  const { tag, rows } = pageSql(page, values);
  const readable = `not on_v1${page.filters.spoken ? " and transcript" : ""}`;
  const walkBy = (conditions: FilterConditions): ScanSql => {
    const each = agentScan(conditions, { workspace: "own.workspace_id", agent: "own.id" }, "true");
    const wholeToo = !conditions.byChannel && !conditions.inProgressOnly;
    const merged: ScanSql = (limit, more, order = ORDER_BY) => `
      select c.* from (select distinct workspace_id, id from asked where ${readable}) own
        cross join lateral (${each(limit, more, order)}) c
      where k.allowed ${wholeToo ? "and not k.whole_workspace" : ""} ${order} limit ${limit}`;
    if (!wholeToo) return merged;
    return (limit, more = "", order = ORDER_BY) => `
      select c.* from (
        (select c.* from conversations c
          where k.allowed and k.whole_workspace and c.workspace_id = k.workspace_id and ${conditions.whereInWorkspace} ${more}
          ${order} limit ${limit})
        union all
        (${merged(limit, more, order)})
      ) c ${order} limit ${limit}`;
  };
  const among = `k.allowed and c.agent_id = any(array(select id from asked where ${readable}))`;
  const text = `with ${access}
  select case when coalesce(p.place, 1) <= 1 then ${told} end as access, p.*
  from access k left join lateral (
    ${rows(walkBy, { workspace: "k.workspace_id", among }, "join lateral (select * from asked where asked.id = c.agent_id limit 1) a on true")}
  ) p on true
  order by p.place`;
  return { name: `many-agents${tag}`, text };
}
