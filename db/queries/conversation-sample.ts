import type { ScanSql } from "./conversation-scan-sql";

/** Up to this many matching conversations, the sample is drawn from all of them. */
const SMALL_SET_LIMIT = 5000;
/** Otherwise: candidates drawn per conversation of the sample, and the minimum and maximum number of candidates. */
const OVERSAMPLING_FACTOR = 20;
const MIN_CANDIDATES = 2000;
const MAX_CANDIDATES = 20_000;

/**
 * SQL for a uniform random sample of conversations: each subset of the given size is equally likely, whatever the distribution
 * of their times.
 *
 * Each conversation in the environment and time range gets a random number, and the lowest are drawn. This reads one index and
 * no rows. The index does not contain the other filters, so this draws more candidates than needed and takes the first that
 * match. If too few match, it reads all matches. The method depends only on the number of matches, so it introduces no bias.
 * @param all scans the conversations in the environment and time range
 * @param matching scans those that match all filters; null if there are no other filters
 * @param where SQL: all filters as a condition on conversations `c`
 */
export function randomSample(
  all: ScanSql,
  { matching, where }: { matching: ScanSql | null; where: string },
  limit: string,
): string {
  const drawn = (from: string, condition: string, max: string) => `
    select c.workspace_id, c.agent_id, c.id, random() as draw from (${from}) c ${condition} order by draw limit ${max}`;
  const unlimited = (scan: ScanSql) => scan("null::bigint", "", "");
  // "offset 0" forces a lookup by primary key for each row. Combined with the filters, the planner would choose an index
  // with all of the agent's conversations.
  const found = `lateral (
    select c.* from conversations c
    where c.workspace_id = d.workspace_id and c.agent_id = d.agent_id and c.id = d.id offset 0) c on true`;
  if (!matching)
    return `select c.* from (${drawn(unlimited(all), "", limit)}) d join ${found} order by d.draw`;

  const isSmall = `(select count(*) from few) <= ${SMALL_SET_LIMIT}`;
  const isEnough = `(select count(*) from first) >= ${limit}`;
  const candidates = `least(greatest(${OVERSAMPLING_FACTOR} * ${limit}, ${MIN_CANDIDATES}), ${MAX_CANDIDATES})`;
  return `
    select c.* from (
      with few as materialized (
        select c.workspace_id, c.agent_id, c.id from (${matching(`${SMALL_SET_LIMIT + 1}`)}) c
      ), drawn as materialized (
        ${drawn(unlimited(all), `where not (${isSmall})`, candidates)}
      ), first as materialized (
        select d.* from (select * from drawn order by draw) d join ${found}
        where ${where} order by d.draw limit ${limit}
      )
      select c.*, d.draw from (
        (${drawn("select * from few", `where ${isSmall}`, limit)})
        union all
        select * from first where not (${isSmall}) and ${isEnough}
        union all
        (${drawn(unlimited(matching), `where not (${isSmall}) and not (${isEnough})`, limit)})
      ) d join ${found} order by d.draw
    ) c`;
}
