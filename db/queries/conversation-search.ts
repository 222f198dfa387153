import type { FilterConditions } from "./conversation-filters";
import { type ConversationPosition, ORDER_BY, type ScanSql, STARTED_AT } from "./conversation-scan-sql";

/**
 * How one statement searches for words: `order` examines the next conversations of the list, `index` those that the word index
 * finds. The index has no order, so it is useful only if few conversations contain the words.
 */
export interface SearchStep {
  by: "order" | "index";
  /** Maximum number of conversations to examine, with `order`. */
  conversations: number;
  /** Maximum number of turns to examine; the first conversation is always examined. */
  turns: number;
}

/** Where a search step ended. */
export interface SearchProgress {
  /** The last examined conversation; null if there was none. */
  place: ConversationPosition | null;
  /** True if that was the last conversation in the list. */
  final: boolean;
  /** Number of examined turns. */
  turns: number;
  /** Number of matches, including those that the offset skips. */
  matches: number;
  /** True if the word index has more candidates than the step may read; none was examined then. */
  tooMany: boolean;
}

/**
 * Maximum number of the workspace's conversations that `index` reads. Each page of a long search runs it again: among a million
 * conversations, it took 90 to 160 ms of CPU to find that more than 10,000 contain the words. The index covers all workspaces,
 * and only the statement's timeout limits how many conversations of other workspaces it skips.
 */
const MAX_INDEX_MATCHES = 10_000;

/** Bytes of stored words that count as one turn: about the compressed size of a long turn. */
const TURN_BYTES = 256;

/**
 * The cost of examining a conversation, in turns. Long turns count several times, by the stored size: PostgreSQL knows the size
 * of a compressed value without reading it, but not the number of its elements, and an import may set any `num_turns`.
 */
const COST = `greatest(1, c.num_turns, (pg_column_size(c.words) + pg_column_size(c.user_words)
  + pg_column_size(c.agent_words)) / ${TURN_BYTES})::bigint`;

/** Numbers the candidates `c` in order, with the total cost of those before each, and marks the last one. */
const withRunningCost = (candidates: string) => `
  select c.*, row_number() over list as nth, sum(c.cost) over list - c.cost as cost_before,
    lead(c.id) over list is null as final
  from (${candidates}) c
  window list as (${ORDER_BY} rows unbounded preceding)`;

/**
 * The CTEs of one search step: `matches`, the first conversations in which one turn contains all words; `edge`, at most one row
 * that says where the step ended, and no row if `matches` is full; and `candidate_count`.
 * @param scope SQL: the workspace, and a condition on conversations `c` for the agents
 * @param more SQL: a further condition on conversations `c`, such as the position to continue after
 * @param limits SQL: the maximum number of matches, candidates and turns
 */
export function searchScan(
  by: SearchStep["by"],
  scan: ScanSql,
  { where, spoken }: { where: string; spoken: NonNullable<FilterConditions["spoken"]> },
  scope: { workspace: string; agents: string },
  more: string,
  limits: { matches: string; conversations: string; turns: string },
): string {
  const affordable = `c.cost_before < ${limits.turns}`;
  const notFull = `(select count(*) from matches) < ${limits.matches}`;
  const edgeOf = (candidates: string) => `
    edge as materialized (
      select c.started_at, c.id, c.agent_id, c.cost_before + c.cost as cost, c.final
      from (${candidates}) c where ${notFull} and ${affordable}
      order by c.started_at desc, c.id desc, c.agent_id desc limit 1
    )`;
  if (by === "order") {
    // One extra row shows whether there are more conversations.
    const candidates = `select * from (${withRunningCost(`
      select c.*, ${COST} as cost from (${scan(`(${limits.conversations} + 1)`, more)}) c`)}) c
      where c.nth <= ${limits.conversations}`;
    return `
    matches as materialized (
      select c.* from (${candidates}) c where ${affordable} and ${spoken.words} and ${spoken.turn}
      ${ORDER_BY} limit ${limits.matches}
    ), ${edgeOf(candidates)}, candidate_count as (select false as too_many)`;
  }
  return `
    indexed as materialized (
      -- Only the words may use an index: "|| ''" keeps the planner from scanning all of the workspace's conversations.
      select c.workspace_id, c.agent_id, c.id, c.started_at, ${COST} as cost,
        ${scope.agents} and ${where} ${more} as in_scope
      from (select c.* from conversations c where ${spoken.words} and c.workspace_id || '' = ${scope.workspace}
        limit ${MAX_INDEX_MATCHES + 1}) c
    ), candidate_count as (
      select count(*) > ${MAX_INDEX_MATCHES} as too_many from indexed
    ), candidates as materialized (
      ${withRunningCost("select i.* from indexed i where i.in_scope and not (select too_many from candidate_count)")}
    ), matches as materialized (
      select c.* from (select * from candidates c where ${affordable} ${ORDER_BY}) h join conversations c
        on c.workspace_id = h.workspace_id and c.agent_id = h.agent_id and c.id = h.id
      where ${spoken.turn} order by h.started_at, h.id, h.agent_id limit ${limits.matches}
    ), ${edgeOf("select * from candidates")}`;
}

/** A `SearchProgress` from the row `c` of `edge`, if there is one, and `candidate_count`. */
export const SEARCH_PROGRESS = `json_build_object('final', coalesce(c.final, not candidate_count.too_many), 'turns', coalesce(c.cost, 0),
  'matches', (select count(*) from matches), 'tooMany', candidate_count.too_many, 'place', case when c.id is not null then
    json_build_object('startedAt', ${STARTED_AT}, 'id', c.id, 'agentId', c.agent_id) end)`;
