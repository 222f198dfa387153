import type { FilterConditions } from "./conversation-filters";
import { ORDER_BY, type ScanSql } from "./conversation-scan-sql";

/**
 * How one statement of a search looks for its words: `order` examines the next conversations of the list, `index` those
 * that the index of words names. The index knows no order, so it serves only where few conversations hold the words.
 */
export interface SearchStep {
  by: "order" | "index";
  /** Conversations that the statement examines at most, with `order`. */
  conversations: number;
  /** Turns that the statement examines at most, but for the first conversation's. */
  turns: number;
}

/**
 * Conversations of the workspace that `index` reads at most. Each page of a long search asks again: of a million
 * conversations, to find that more than 10,000 hold the words took 90 to 160 ms of a processor. The index names those of
 * other workspaces, too, and passing over them is bounded by time alone.
 */
const MAX_INDEX_MATCHES = 10_000;

/** Bytes of stored words that count as one turn: about those of a long turn, compressed. */
const TURN_BYTES = 256;

/**
 * What examining a conversation costs, in turns. Long turns count several times, by the size of what is stored: the
 * size of a compressed value is known without reading it, the number of its elements is not, and `num_turns` may be
 * the importer's own count.
 */
const COST = `greatest(1, c.num_turns, (pg_column_size(c.words) + pg_column_size(c.user_words)
  + pg_column_size(c.agent_words)) / ${TURN_BYTES})::bigint`;

/** Numbers candidates `c` in their order, with the cost of all before each, and whether it is the last. */
const withRunningCost = (candidates: string) => `
  select c.*, row_number() over list as nth, sum(c.cost) over list - c.cost as cost_before,
    lead(c.id) over list is null as final
  from (${candidates}) c
  window list as (${ORDER_BY} rows unbounded preceding)`;

/**
 * The CTEs of one step of a search: `matches`, the first so many conversations in which one turn holds the words, and
 * `edge`, one row at most that says where the examination ended; none where `matches` is full.
 * @param of SQL: the workspace, and the agents of the walk as a condition on conversations `c`
 * @param more SQL: a further condition on conversations `c`, such as the place to continue after
 * @param limits SQL: how many matches, candidates and turns at most
 */
export function searchScan(
  by: SearchStep["by"],
  walk: ScanSql,
  { where, spoken }: { where: string; spoken: NonNullable<FilterConditions["spoken"]> },
  of: { workspace: string; among: string },
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
    // One more than is examined shows whether the list goes on.
    const candidates = `select * from (${withRunningCost(`
      select c.*, ${COST} as cost from (${walk(`(${limits.conversations} + 1)`, more)}) c`)}) c
      where c.nth <= ${limits.conversations}`;
    return `
    matches as materialized (
      select c.* from (${candidates}) c where ${affordable} and ${spoken.words} and ${spoken.turn}
      ${ORDER_BY} limit ${limits.matches}
    ), ${edgeOf(candidates)}, named as (select false as too_many)`;
  }
  return `
    held as materialized (
      -- By the words alone: the workspace is written so that no index knows it, or another would be read whole.
      select c.workspace_id, c.agent_id, c.id, c.started_at, ${COST} as cost,
        ${of.among} and ${where} ${more} as asked
      from (select c.* from conversations c where ${spoken.words} and c.workspace_id || '' = ${of.workspace}
        limit ${MAX_INDEX_MATCHES + 1}) c
    ), named as (
      select count(*) > ${MAX_INDEX_MATCHES} as too_many from held
    ), holding as materialized (
      ${withRunningCost("select h.* from held h where h.asked and not (select too_many from named)")}
    ), matches as materialized (
      select c.* from (select * from holding c where ${affordable} ${ORDER_BY}) h join conversations c
        on c.workspace_id = h.workspace_id and c.agent_id = h.agent_id and c.id = h.id
      where ${spoken.turn} order by h.started_at, h.id, h.agent_id limit ${limits.matches}
    ), ${edgeOf("select * from holding")}`;
}
