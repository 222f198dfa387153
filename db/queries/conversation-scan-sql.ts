import type { FilterConditions } from "./conversation-filters";

/** The order that the wire promises. */
export const ORDER_BY = "order by c.started_at, c.id, c.agent_id";

/** Gives the first so many conversations `c` of somebody's that pass the filters and `more`, in order. */
export type ScanSql = (limit: string, more?: string, order?: string) => string;

/**
 * One agent's conversations, read along an index that has the filters' columns in front: however rare what is asked
 * for, no more rows are read than are given, for each of the agent's channels where the filters name one or a variant.
 * @param allowed SQL; nothing is read where it is false
 */
export function agentScan(
  { where, byChannel, inProgressScan }: FilterConditions,
  of: { workspace: string; agent: string },
  allowed: string,
): ScanSql {
  const own = `c.workspace_id = ${of.workspace} and c.agent_id = ${of.agent}`;
  // "offset 0" keeps the further filters outside, beside which the planner takes larger indexes.
  if (inProgressScan)
    return (limit, more = "", order = ORDER_BY) => `
      select c.* from (select c.* from conversations c where ${allowed} and ${own} and ${inProgressScan.which} ${more} ${order} offset 0) c
      where ${inProgressScan.rest} ${order} limit ${limit}`;
  if (!byChannel)
    return (limit, more = "", order = ORDER_BY) => `
      select c.* from conversations c where ${allowed} and ${own} and ${where} ${more} ${order} limit ${limit}`;

  const environment = where.split(" and ", 1)[0];
  const stretch = `${own} and ${environment} and ${byChannel.variant}`;
  // From channel to channel along the index, however many conversations each has.
  const next = (beyond: string) => `select lower(c.channel) as channel from conversations c
    where ${stretch} ${beyond} order by lower(c.channel) limit 1`;
  return (limit, more = "", order = ORDER_BY) => `
    select c.* from (
      with recursive channels as (
        (${next(`and ${allowed}`)})
        union all
        select (${next("and lower(c.channel) > before.channel")}) from channels before where before.channel is not null
      )
      select c.channel from channels c where c.channel is not null and ${byChannel.channels}
    ) spoke cross join lateral (
      select c.* from conversations c where ${own} and ${byChannel.rest} and lower(c.channel) = spoke.channel ${more}
      ${order} limit ${limit}) c
    ${order} limit ${limit}`;
}
