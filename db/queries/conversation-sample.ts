import type { ScanSql } from "./conversation-scan-sql";

/** Where no more than so many pass the filters, they are read and drawn from, and nothing else. */
const SMALL_SET_LIMIT = 5000;
/** Else, conversations drawn for each that is wanted, at least and at most. */
const OVERSAMPLING_FACTOR = 20;
const MIN_CANDIDATES = 2000;
const MAX_CANDIDATES = 20_000;

/**
 * So many conversations at random, each set of them as likely as any other, however uneven their times are.
 *
 * Every conversation of the environment and the time range gets a random number, and those with the lowest are drawn.
 * This reads one index and no rows. Further filters are not in that index, so more are drawn than are wanted, and the
 * first that pass the filters are taken. Where too few of those pass, all that pass are read. Which way is taken depends
 * on how many pass and not on which, so it favors none.
 * @param all walks those of the environment and the time range
 * @param passing walks those that pass every filter, where there are further ones
 * @param where SQL: every filter as a condition on conversations `c`
 */
export function randomSample(
  all: ScanSql,
  { passing, where }: { passing: ScanSql | null; where: string },
  limit: string,
): string {
  const drawn = (from: string, condition: string, most: string) => `
    select c.workspace_id, c.agent_id, c.id, random() as draw from (${from}) c ${condition} order by draw limit ${most}`;
  const every = (walk: ScanSql) => walk("null::bigint", "", "");
  // By the key alone, row by row: beside the filters, the planner takes indexes that hold all that the agent has.
  const found = `lateral (
    select c.* from conversations c
    where c.workspace_id = d.workspace_id and c.agent_id = d.agent_id and c.id = d.id offset 0) c on true`;
  if (!passing) return `select c.* from (${drawn(every(all), "", limit)}) d join ${found} order by d.draw`;

  const areFew = `(select count(*) from few) <= ${SMALL_SET_LIMIT}`;
  const suffice = `(select count(*) from first) >= ${limit}`;
  const many = `least(greatest(${OVERSAMPLING_FACTOR} * ${limit}, ${MIN_CANDIDATES}), ${MAX_CANDIDATES})`;
  return `
    select c.* from (
      with few as materialized (
        select c.workspace_id, c.agent_id, c.id from (${passing(`${SMALL_SET_LIMIT + 1}`)}) c
      ), drawn as materialized (
        ${drawn(every(all), `where not (${areFew})`, many)}
      ), first as materialized (
        select d.* from (select * from drawn order by draw) d join ${found}
        where ${where} order by d.draw limit ${limit}
      )
      select c.*, d.draw from (
        (${drawn("select * from few", `where ${areFew}`, limit)})
        union all
        select * from first where not (${areFew}) and ${suffice}
        union all
        (${drawn(every(passing), `where not (${areFew}) and not (${suffice})`, limit)})
      ) d join ${found} order by d.draw
    ) c`;
}
