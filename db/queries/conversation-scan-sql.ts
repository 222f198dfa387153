import type { FilterConditions } from "./conversation-filters";

/** A position in the list. */
export interface ConversationPosition {
  startedAt: string;
  id: string;
  agentId: string;
}

/** A conversation's start as the API returns it. */
export const STARTED_AT = `to_char(c.started_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The order that the API documents. */
export const ORDER_BY = "order by c.started_at, c.id, c.agent_id";

/**
 * Builds SQL for the first conversations `c`, in order, that match the filters.
 * Parameters: the maximum number; `more`, a further condition; the ORDER BY clause. All are SQL.
 */
export type ScanSql = (limit: string, more?: string, order?: string) => string;

/**
 * Scans one agent's conversations along an index that starts with the filtered columns. However rare the matches are, it reads
 * no more rows than it returns (per channel of the agent, if the filters have a channel or a variant).
 * @param of SQL for the workspace and the agent
 * @param allowed SQL; no rows are read if it is false
 */
export function agentScan(
  { where, byChannel, inProgressScan }: FilterConditions,
  of: { workspace: string; agent: string },
  allowed: string,
): ScanSql {
  const ofAgent = `c.workspace_id = ${of.workspace} and c.agent_id = ${of.agent}`;
  // "offset 0" keeps the other filters out of the subquery; together with them, the planner would choose larger indexes.
  if (inProgressScan)
    return (limit, more = "", order = ORDER_BY) => `
      select c.* from (select c.* from conversations c where ${allowed} and ${ofAgent} and ${inProgressScan.indexed} ${more} ${order} offset 0) c
      where ${inProgressScan.rest} ${order} limit ${limit}`;
  if (!byChannel)
    return (limit, more = "", order = ORDER_BY) => `
      select c.* from conversations c where ${allowed} and ${ofAgent} and ${where} ${more} ${order} limit ${limit}`;

  const environment = where.split(" and ", 1)[0];
  const range = `${ofAgent} and ${environment} and ${byChannel.variant}`;
  // Steps from channel to channel along the index, whatever the number of conversations in each.
  const nextChannel = (condition: string) => `select lower(c.channel) as channel from conversations c
    where ${range} ${condition} order by lower(c.channel) limit 1`;
  return (limit, more = "", order = ORDER_BY) => `
    select c.* from (
      with recursive channels as (
        (${nextChannel(`and ${allowed}`)})
        union all
        select (${nextChannel("and lower(c.channel) > previous.channel")}) from channels previous
        where previous.channel is not null
      )
      select c.channel from channels c where c.channel is not null and ${byChannel.channels}
    ) matching cross join lateral (
      select c.* from conversations c where ${ofAgent} and ${byChannel.rest} and lower(c.channel) = matching.channel ${more}
      ${order} limit ${limit}) c
    ${order} limit ${limit}`;
}
