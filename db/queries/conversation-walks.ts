import type { Conditions } from "./conversation-filters";

/** The order that the wire promises. */
export const ORDER = "order by c.started_at, c.id, c.agent_id";
const BACKWARDS = "order by c.started_at desc, c.id desc, c.agent_id desc";

/** Gives the first so many conversations `c` of somebody's that pass the filters and `more`, in order. */
export type Walk = (limit: string, more?: string, order?: string) => string;

/**
 * One agent's conversations, read along an index that has the filters' columns in front: however rare what is asked
 * for, no more rows are read than are given, for each of the agent's channels where the filters name one or a variant.
 * @param allowed SQL; nothing is read where it is false
 */
export function agentWalk(
  { where, byChannel }: Conditions,
  of: { workspace: string; agent: string },
  allowed: string,
): Walk {
  const own = `c.workspace_id = ${of.workspace} and c.agent_id = ${of.agent}`;
  if (!byChannel)
    return (limit, more = "", order = ORDER) => `
      select c.* from conversations c where ${allowed} and ${own} and ${where} ${more} ${order} limit ${limit}`;

  const environment = where.split(" and ", 1)[0];
  const stretch = `${own} and ${environment} and ${byChannel.variant}`;
  // From channel to channel along the index, however many conversations each has.
  const next = (beyond: string) => `select lower(c.channel) as channel from conversations c
    where ${stretch} ${beyond} order by lower(c.channel) limit 1`;
  return (limit, more = "", order = ORDER) => `
    select c.* from (
      with recursive channels as (
        (${next(`and ${allowed}`)})
        union all
        select (${next("and lower(c.channel) > before.channel")}) from channels before where before.channel is not null
      )
      select c.channel from channels c where c.channel is not null and ${byChannel.channels}
    ) spoke cross join lateral (
      select c.* from conversations c where ${own} and ${where} and lower(c.channel) = spoke.channel ${more}
      ${order} limit ${limit}) c
    ${order} limit ${limit}`;
}

/** Conversations that a search looks at for each that it may give before it asks the index of words. */
const LOOKED_AT = 20;
const LOOKED_AT_LEAST = 200;

/**
 * The first so many conversations in which one turn holds the words. What is said often is found among the next of the
 * order; only where that does not fill the page is the index of words asked, which then finds few: it names all that
 * hold the words before the first of them can be read.
 * @param of SQL: the workspace, and the agents of the walk as a condition on conversations `c`
 */
export function searched(
  walk: Walk,
  { where, spoken }: Conditions,
  of: { workspace: string; among: string },
  more: string,
  limit: string,
): string {
  if (!spoken) return walk(limit, more);
  const { workspace, among } = of;
  const near = `greatest(${LOOKED_AT_LEAST}, ${LOOKED_AT} * (${limit}))`;
  return `
    select c.* from (
      with near as materialized (
        select c.* from (${walk(near, more)}) c where ${spoken.words} and ${spoken.turn} limit ${limit}
      ), edge as materialized (
        select c.started_at, c.id, c.agent_id from (${walk(near, more)}) c offset ${near} - 1
      ), held as (
        -- By the words alone: beside the workspace's many, written so that no index knows it, another would be read whole.
        select c.* from conversations c where ${spoken.words} and c.workspace_id || '' = ${workspace} offset 0
      ), holding as materialized (
        select c.started_at, c.id, c.agent_id, c.workspace_id from held c
        where (select count(*) from near) < ${limit} and exists (select from edge) and ${among} and ${where} ${more}
          and (c.started_at, c.id, c.agent_id) > (select e.started_at, e.id, e.agent_id from edge e)
      )
      select c.* from near c
      union all
      (select c.* from (select * from holding c ${ORDER}) h join conversations c
        on c.workspace_id = h.workspace_id and c.agent_id = h.agent_id and c.id = h.id
        where ${spoken.turn} order by h.started_at, h.id, h.agent_id limit ${limit})
    ) c ${ORDER} limit ${limit}`;
}

/** Up to so many are all drawn from; beyond, from stretches of so many after instants at random. */
const DRAWN_FROM = 10_000;
const STRETCHES = 100;
const STRETCH = 100;

/**
 * So many at random. Of more than 10,000, those that follow a hundred instants at random are drawn from, where
 * conversations are dense as likely as where they are sparse: a draw from all would read all.
 */
export function drawn(walk: Walk, limit: string): string {
  return `
    select c.* from (
      with beginning as materialized (
        select c.started_at, c.id, c.agent_id, c.workspace_id from (${walk(`${DRAWN_FROM + 1}`)}) c
      ), instants as materialized (
        select b.first + random() * ((select c.started_at from (${walk("1", "", BACKWARDS)}) c) - b.first) as instant
        from (select min(started_at) as first, count(*) as known from beginning) b, generate_series(1, ${STRETCHES})
        where b.known > ${DRAWN_FROM}
      ), stretches as materialized (
        select c.started_at, c.id, c.agent_id, c.workspace_id,
          extract(epoch from max(c.started_at) over (partition by i.instant) - i.instant)::float8 as span
        from instants i cross join lateral (${walk(`${STRETCH}`, "and c.started_at >= i.instant")}) c
      ), places as (
        -- Beside the stretches only where those hold too few.
        select id, agent_id, workspace_id, random() + case when exists (select from instants) then 1e15 else 0 end as draw
        from beginning
        union all
        select id, agent_id, workspace_id, -ln(1 - random()) * span from stretches
      )
      select c.* from (
        select workspace_id, agent_id, id, min(draw) as draw from places group by 1, 2, 3 order by draw limit ${limit}) p
      join conversations c on c.workspace_id = p.workspace_id and c.agent_id = p.agent_id and c.id = p.id
      order by p.draw
    ) c`;
}
