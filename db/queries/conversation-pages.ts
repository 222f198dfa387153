import { batchedQuery } from "../client/batched-query";
import { queryWithSignal } from "../client/cancellable-query";
import { pool } from "../client/client";
import { type ConversationFilters, type FilterConditions, filterConditions } from "./conversation-filters";
import { conversationJson } from "./conversation-json";
import { randomSample } from "./conversation-sample";
import {
  agentScan,
  type ConversationPosition,
  ORDER_BY,
  type ScanSql,
  STARTED_AT,
} from "./conversation-scan-sql";
import { SEARCH_PROGRESS, type SearchProgress, type SearchStep, searchScan } from "./conversation-search";
import { ACCESS_COLUMN, ACCESS_GRANTED, accessCte, type KeyAccess, parseAccess } from "./key-access-sql";

export interface ConversationPageRequest {
  filters: ConversationFilters;
  limit: number;
  offset: number;
  after: ConversationPosition | null;
  includeLatency: boolean;
  /** Selects `limit` conversations at random instead of the first ones. */
  sample: boolean;
  /** How to search for the spoken words; required if the filters have any. */
  search?: SearchStep;
  /** Selects only the positions of the conversations. A large page is then read in chunks (`conversation-chunks.ts`). */
  positionsOnly: boolean;
}

/** One conversation of the page: its JSON for the client (null with `positionsOnly`), and its place in the order. */
interface PageRow {
  json: string | null;
  place: number;
  startedAt: string;
  id: string;
  agentId: string;
}

/** Offsets above this run outside a batch, so that other requests do not wait for the skipped rows. */
const LARGE_OFFSET = 1000;
/** Conversations per unit of weight in a batch: bounds the size of a batch's result. */
const CONVERSATIONS_PER_WEIGHT = 0.5;

export interface ConversationPage {
  access: KeyAccess;
  rows: PageRow[];
  /** True if there are more conversations after the page. */
  hasMore: boolean;
  /** How far a search step got; undefined if it filled the page. */
  searchProgress?: SearchProgress;
}

/** Limits of a statement, in addition to the pool's. */
export interface StatementLimits {
  /** Aborts when the response is no longer needed; the statement is then canceled. */
  signal: AbortSignal;
  /** Milliseconds until PostgreSQL cancels the statement. */
  timeout?: number;
}

type Target =
  /** The agent in the path. */
  | { account: string; agent: string }
  /** All agents that the key covers (`refs` null), or some of them by ID or slug. */
  | { refs: string[] | null };

/**
 * A key's access and a page of conversations in one round trip. Checks the key by its hash, its expiry by the database's
 * clock, the workspace, the agents, the permission, the scope and the configuration, and reads the page if all of them allow it.
 * @param page null selects only the access
 * @param limits for a statement that may take long; it then runs outside a batch
 * @returns undefined if the key is unknown, deleted or expired
 */
export async function selectConversationPage(
  secretHash: Buffer,
  target: Target,
  page: ConversationPageRequest | null,
  limits?: StatementLimits,
): Promise<ConversationPage | undefined> {
  const values: unknown[] =
    "agent" in target ? [secretHash, target.account, target.agent] : [secretHash, target.refs];
  const statement =
    "agent" in target ? singleAgentStatement(page, values) : multiAgentStatement(page, values);
  /** The first row has the access: a text for a single agent, an object for several. */
  type Row = Partial<PageRow> & { access: string | KeyAccess | null; edge?: SearchProgress | null };
  const rows = limits
    ? await queryWithSignal<Row>(
        limits.signal,
        { ...statement, values },
        {
          timeout: limits.timeout,
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
  const value = rows.find((row) => row.access)?.access;
  if (!value) return undefined;
  const access =
    typeof value === "string" ? parseAccess(value, "agent" in target ? target.agent : "") : value;
  const found = rows
    .filter((row): row is PageRow & Row => typeof row.id === "string")
    .sort((a, b) => a.place - b.place);
  const limit = page?.limit ?? 0;
  const searchProgress = rows.find((row) => row.edge)?.edge ?? undefined;
  return { access, rows: found.slice(0, limit), hasMore: found.length > limit, searchProgress };
}

/** Planning these statements takes longer than running them, and the values hardly affect the plan. */
const GENERIC_PLAN = { plan_cache_mode: "force_generic_plan" };
/** For a common word or a large sample, the planner might scan the whole table, including other workspaces' rows. */
const GENERIC_INDEX_PLAN = { ...GENERIC_PLAN, enable_seqscan: "off" };

function plannerSettings({ sample, search }: ConversationPageRequest): Record<string, string> | undefined {
  return sample || search?.by === "index" ? GENERIC_INDEX_PLAN : search && GENERIC_PLAN;
}

/**
 * The SQL of a page, and a tag that identifies the combination of its filters and options. With its prefix it is the
 * statement's name, of which PostgreSQL keeps 63 characters.
 */
function pageSql(page: ConversationPageRequest, values: unknown[]) {
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const conditions = filterConditions(page.filters, parameter);
  let { tag } = conditions;
  let after = "";
  if (page.after) {
    const { startedAt, id, agentId } = page.after;
    const position = [`${parameter(startedAt)}::timestamptz`, parameter(id), parameter(agentId)];
    after = `and (c.started_at, c.id, c.agent_id) > (${position.join(", ")})`;
    tag += ".after";
  }
  if (page.includeLatency) tag += ".latency";
  if (page.sample) tag += ".sample";
  if (page.positionsOnly) tag += ".pos";
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
  // Every parameter must occur in the text, so do not build the same conditions twice.
  const unfiltered =
    page.sample && filtered ? filterConditions({ environment, startTime, endTime }, parameter) : conditions;

  /**
   * The SQL for the rows of the page.
   * @param scanWith builds the scan for conditions
   * @param scope SQL: the workspace, and a condition for the agents
   * @param agentJoin SQL: a join that gives each row its agent's settings `a`
   */
  const rows = (
    scanWith: (conditions: FilterConditions) => ScanSql,
    scope: { workspace: string; agents: string },
    agentJoin = "",
  ) => {
    // bigint, because the offset may be the maximum integer.
    const scanLimit = `(${limit} + ${offset})`;
    const scan = scanWith(conditions);
    const pageOf = (found: string) => `
      select ${POSITION_COLUMNS}, c.place::int, ${json} as json
      from (select c.*, row_number() over () as place from (
        select c.* from (${found}) c limit ${limit} offset ${offset}) c) c ${agentJoin}`;
    const { where, spoken } = conditions;
    if (searchLimits && spoken) {
      const limits = { matches: scanLimit, ...searchLimits };
      return `with ${searchScan(search.by, scan, { where, spoken }, scope, after, limits)}
        select p.*, null::json as edge from (${pageOf(`select c.* from matches c ${ORDER_BY}`)}) p
        union all
        select null, null, null, 0, null, ${SEARCH_PROGRESS} from candidate_count left join edge c on true
        where (select count(*) from matches) < ${scanLimit}`;
    }
    if (!page.sample) return pageOf(scan(scanLimit, after));
    const matching = filtered ? scan : null;
    return pageOf(randomSample(scanWith(unfiltered), { matching, where }, scanLimit));
  };
  return { tag, rows };
}

const POSITION_COLUMNS = `${STARTED_AT} as "startedAt", c.id, c.agent_id as "agentId"`;

/** For a path with workspace and agent: one scan of the agent's index. */
function singleAgentStatement(
  page: ConversationPageRequest | null,
  values: unknown[],
): { name: string; text: string } {
  const access = accessCte("conversations");
  if (!page)
    return {
      name: "one-access",
      text: `with ${access} select ${ACCESS_COLUMN} as access from access a`,
    };

  const { tag, rows } = pageSql(page, values);
  // If the transcript is off, a search must not reveal it either.
  const allowed = page.filters.spoken ? `${ACCESS_GRANTED} and a.transcript` : ACCESS_GRANTED;
  const of = { workspace: "a.workspace_id", agent: "a.agent_id" };
  const agents = `${allowed} and c.agent_id = ${of.agent}`;
  const text = `with ${access}
  select case when coalesce(p.place, 1) <= 1 then ${ACCESS_COLUMN} end as access, p.*
  from access a left join lateral (${rows((by) => agentScan(by, of, allowed), { ...of, agents })}) p on true
  order by p.place`;
  return { name: `one${tag}`, text };
}

/**
 * For a path without an agent. If a key may read every agent of the workspace and no filter needs an index of its own, this
 * scans the workspace's index. Otherwise, it merges the scans of the agents.
 */
function multiAgentStatement(
  page: ConversationPageRequest | null,
  values: unknown[],
): { name: string; text: string } {
  const access = `key as materialized (
    select k.workspace_id, k.id as key_id, k.all_agents, 'conversations' = any(k.permissions) as permitted
    from api_keys k where k.secret_hash = $1 and k.expires_at > now()
  ),
  requested as materialized (
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
    -- An excluded or deleted agent may have millions of conversations, which a scan of the workspace would have to skip.
    select k.*, k.all_agents and $2::text[] is null and not exists (select from agents excluded_agent where
        excluded_agent.workspace_id = k.workspace_id and (excluded_agent.deleted_at is not null
          or excluded_agent.conversations_api = 'v1'
          ${page?.filters.spoken ? "or not excluded_agent.transcript" : ""})) as whole_workspace,
      -- Named agents must exist, be in scope and be on v3. Without names, agents on v1 are omitted.
      k.permitted and ($2::text[] is null or (
        not exists (select from requested where on_v1 or not in_scope)
        and not exists (select from unnest($2::text[]) r(ref)
          where not exists (select from requested where requested.ref = r.ref))
      )) as allowed
    from key k
  )`;
  const accessJson = `json_build_object('keyId', k.key_id, 'workspaceId', k.workspace_id, 'inWorkspace', true,
    'permitted', k.permitted, 'allAgents', k.all_agents,
    'agents', (select coalesce(json_agg(json_build_object('id', id, 'ref', ref, 'inScope', in_scope, 'onV1', on_v1)
      order by id), '[]'::json) from requested))`;
  if (!page)
    return {
      name: "many-access",
      text: `with ${access} select ${accessJson} as access from access k`,
    };

  const { tag, rows } = pageSql(page, values);
  const readable = `not on_v1${page.filters.spoken ? " and transcript" : ""}`;
  const scanWith = (conditions: FilterConditions): ScanSql => {
    const oneAgent = agentScan(conditions, { workspace: "agent.workspace_id", agent: "agent.id" }, "true");
    const canScanWorkspace = !conditions.byChannel && !conditions.inProgressOnly;
    const merged: ScanSql = (limit, more, order = ORDER_BY) => `
      select c.* from (select distinct workspace_id, id from requested where ${readable}) agent
        cross join lateral (${oneAgent(limit, more, order)}) c
      where k.allowed ${canScanWorkspace ? "and not k.whole_workspace" : ""} ${order} limit ${limit}`;
    if (!canScanWorkspace) return merged;
    return (limit, more = "", order = ORDER_BY) => `
      select c.* from (
        (select c.* from conversations c
          where k.allowed and k.whole_workspace and c.workspace_id = k.workspace_id and ${conditions.whereInWorkspace} ${more}
          ${order} limit ${limit})
        union all
        (${merged(limit, more, order)})
      ) c ${order} limit ${limit}`;
  };
  const agents = `k.allowed and c.agent_id = any(array(select id from requested where ${readable}))`;
  const agentJoin =
    "join lateral (select * from requested where requested.id = c.agent_id limit 1) a on true";
  const text = `with ${access}
  select case when coalesce(p.place, 1) <= 1 then ${accessJson} end as access, p.*
  from access k left join lateral (
    ${rows(scanWith, { workspace: "k.workspace_id", agents }, agentJoin)}
  ) p on true
  order by p.place`;
  return { name: `many${tag}`, text };
}
