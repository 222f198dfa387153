-- ~handoff-by-id
select requests.n::int as request_n, result.* from unnest((select $1::bytea[]), (select $2::text[]), (select $3::text[]), (select $4::text[])) with ordinality as requests(p1, p2, p3, p4, n)
    cross join lateral (with access as materialized (
    select k.workspace_id, k.id as key_id, k.all_agents, 'handoff' = any(k.permissions) as permitted,
      requests.p2::text is null or k.workspace_id = requests.p2 or w.slug = requests.p2 as in_workspace,
      a.id as agent_id, a.conversations_api = 'v1' as on_v1, k.all_agents or s.agent_id is not null as in_scope,
      a.all_metrics, a.chosen_metrics, a.transcript
    from api_keys k
    join workspaces w on w.id = k.workspace_id
    left join agents a on a.workspace_id = k.workspace_id and a.deleted_at is null and (a.id = requests.p3 or a.slug = requests.p3)
    left join api_key_agents s on s.workspace_id = k.workspace_id and s.key_id = k.id and s.agent_id = a.id
    where k.secret_hash = requests.p1 and k.expires_at > now()
  )
    select concat_ws(' ', a.workspace_id, a.key_id, a.in_workspace, a.permitted, a.all_agents,
    a.in_scope, a.on_v1, a.agent_id) as access, h.conversation_id as id, h.shared_id as "sharedId", h.data::text as data
    from access a left join lateral (
      select * from handoffs h
      where a.in_workspace and a.permitted and a.in_scope and not a.on_v1 and h.workspace_id = a.workspace_id and h.agent_id = a.agent_id and h.conversation_id = requests.p4
      order by h.id desc limit 1) h on true) result;

-- ~handoff-by-shared-id
select requests.n::int as request_n, result.* from unnest((select $1::bytea[]), (select $2::text[]), (select $3::text[]), (select $4::text[])) with ordinality as requests(p1, p2, p3, p4, n)
    cross join lateral (with access as materialized (
    select k.workspace_id, k.id as key_id, k.all_agents, 'handoff' = any(k.permissions) as permitted,
      requests.p2::text is null or k.workspace_id = requests.p2 or w.slug = requests.p2 as in_workspace,
      a.id as agent_id, a.conversations_api = 'v1' as on_v1, k.all_agents or s.agent_id is not null as in_scope,
      a.all_metrics, a.chosen_metrics, a.transcript
    from api_keys k
    join workspaces w on w.id = k.workspace_id
    left join agents a on a.workspace_id = k.workspace_id and a.deleted_at is null and (a.id = requests.p3 or a.slug = requests.p3)
    left join api_key_agents s on s.workspace_id = k.workspace_id and s.key_id = k.id and s.agent_id = a.id
    where k.secret_hash = requests.p1 and k.expires_at > now()
  )
    select concat_ws(' ', a.workspace_id, a.key_id, a.in_workspace, a.permitted, a.all_agents,
    a.in_scope, a.on_v1, a.agent_id) as access, h.conversation_id as id, h.shared_id as "sharedId", h.data::text as data
    from access a left join lateral (
      select * from handoffs h
      where a.in_workspace and a.permitted and a.in_scope and not a.on_v1 and h.workspace_id = a.workspace_id and h.agent_id = a.agent_id and h.shared_id = requests.p4
      order by h.id desc limit 1) h on true) result;

-- ~access-external_events
select requests.n::int as request_n, result.* from unnest((select $1::bytea[]), (select $2::text[]), (select $3::text[])) with ordinality as requests(p1, p2, p3, n)
    cross join lateral (with access as materialized (
    select k.workspace_id, k.id as key_id, k.all_agents, 'external_events' = any(k.permissions) as permitted,
      requests.p2::text is null or k.workspace_id = requests.p2 or w.slug = requests.p2 as in_workspace,
      a.id as agent_id, a.conversations_api = 'v1' as on_v1, k.all_agents or s.agent_id is not null as in_scope,
      a.all_metrics, a.chosen_metrics, a.transcript
    from api_keys k
    join workspaces w on w.id = k.workspace_id
    left join agents a on a.workspace_id = k.workspace_id and a.deleted_at is null and (a.id = requests.p3 or a.slug = requests.p3)
    left join api_key_agents s on s.workspace_id = k.workspace_id and s.key_id = k.id and s.agent_id = a.id
    where k.secret_hash = requests.p1 and k.expires_at > now()
  ) select concat_ws(' ', a.workspace_id, a.key_id, a.in_workspace, a.permitted, a.all_agents,
    a.in_scope, a.on_v1, a.agent_id) as access from access a) result;

-- ~store-external-events
with valid as materialized (
      select q.n, i.workspace_id, i.agent_id, i.conversation_id, i.id, i.send_to_llm,
        q.p4 as content_type, q.p5 as body, q.p6 as body_hash
      from (select * from unnest((select $1::text[]), (select $2::text[]), (select $3::text[]), (select $4::text[]), (select $5::bytea[]), (select $6::bytea[])) with ordinality as requests(p1, p2, p3, p4, p5, p6, n)) q
      cross join lateral (select * from external_event_ids i
        where i.workspace_id = q.p1 and i.agent_id = q.p2 and i.id = q.p3 and i.expires_at > now()) i
      join agents a on a.workspace_id = i.workspace_id and a.id = i.agent_id and a.deleted_at is null
    ), per_conversation as materialized (
      select workspace_id, agent_id, conversation_id, count(*) as events from valid group by 1, 2, 3
    ), locked as materialized (
      select c.workspace_id, c.agent_id, c.conversation_id, k.events
      from per_conversation k join external_event_counters c using (workspace_id, agent_id, conversation_id)
      order by 1, 2, 3 for update of c
    ), numbered as (
      update external_event_counters c set last_seq = c.last_seq + l.events from locked l
      where c.workspace_id = l.workspace_id and c.agent_id = l.agent_id and c.conversation_id = l.conversation_id
      returning c.workspace_id, c.agent_id, c.conversation_id, c.last_seq - l.events as before, not c.call_ended as bound
    ), stored as (
      insert into external_events
        (workspace_id, agent_id, conversation_id, seq, event_id, content_type, body, body_hash, bound_to_call)
      select k.workspace_id, k.agent_id, k.conversation_id,
        b.before + row_number() over (partition by k.workspace_id, k.agent_id, k.conversation_id order by k.n),
        k.id, k.content_type, k.body, k.body_hash, b.bound
      from valid k join numbered b using (workspace_id, agent_id, conversation_id)
      on conflict on constraint external_events_body do nothing
      returning workspace_id, agent_id, event_id, body_hash, bound_to_call
    )
    select k.n::int as request_n, k.send_to_llm as "sendToLlm", k.conversation_id as "conversationId",
      s.bound_to_call as "boundToCall"
    from valid k left join stored s on s.workspace_id = k.workspace_id and s.agent_id = k.agent_id
      and s.event_id = k.id and s.body_hash = k.body_hash;

-- ~one-access
select requests.n::int as request_n, result.* from unnest((select $1::bytea[]), (select $2::text[]), (select $3::text[])) with ordinality as requests(p1, p2, p3, n)
    cross join lateral (with access as materialized (
    select k.workspace_id, k.id as key_id, k.all_agents, 'conversations' = any(k.permissions) as permitted,
      requests.p2::text is null or k.workspace_id = requests.p2 or w.slug = requests.p2 as in_workspace,
      a.id as agent_id, a.conversations_api = 'v1' as on_v1, k.all_agents or s.agent_id is not null as in_scope,
      a.all_metrics, a.chosen_metrics, a.transcript
    from api_keys k
    join workspaces w on w.id = k.workspace_id
    left join agents a on a.workspace_id = k.workspace_id and a.deleted_at is null and (a.id = requests.p3 or a.slug = requests.p3)
    left join api_key_agents s on s.workspace_id = k.workspace_id and s.key_id = k.id and s.agent_id = a.id
    where k.secret_hash = requests.p1 and k.expires_at > now()
  ) select concat_ws(' ', a.workspace_id, a.key_id, a.in_workspace, a.permitted, a.all_agents,
    a.in_scope, a.on_v1, a.agent_id) as access from access a) result;

-- ~one
select requests.n::int as request_n, result.* from unnest((select $1::bytea[]), (select $2::text[]), (select $3::text[]), (select $4::text[]), (select $5::text[]), (select $6::text[])) with ordinality as requests(p1, p2, p3, p4, p5, p6, n)
    cross join lateral (with access as materialized (
    select k.workspace_id, k.id as key_id, k.all_agents, 'conversations' = any(k.permissions) as permitted,
      requests.p2::text is null or k.workspace_id = requests.p2 or w.slug = requests.p2 as in_workspace,
      a.id as agent_id, a.conversations_api = 'v1' as on_v1, k.all_agents or s.agent_id is not null as in_scope,
      a.all_metrics, a.chosen_metrics, a.transcript
    from api_keys k
    join workspaces w on w.id = k.workspace_id
    left join agents a on a.workspace_id = k.workspace_id and a.deleted_at is null and (a.id = requests.p3 or a.slug = requests.p3)
    left join api_key_agents s on s.workspace_id = k.workspace_id and s.key_id = k.id and s.agent_id = a.id
    where k.secret_hash = requests.p1 and k.expires_at > now()
  )
  select case when coalesce(p.place, 1) <= 1 then concat_ws(' ', a.workspace_id, a.key_id, a.in_workspace, a.permitted, a.all_agents,
    a.in_scope, a.on_v1, a.agent_id) end as access, p.*
  from access a left join lateral (
      select to_char(c.started_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "startedAt", c.id, c.agent_id as "agentId", c.place::int, case when c.place < requests.p5::bigint then (select row_to_json(r)::text from (select
    c.id, c.workspace_id as account_id, c.agent_id as project_id, c.variant_id, c.variant_name, c.environment,
    to_char(c.started_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as started_at,
    c.channel, c.from_number, c.to_number, c.in_progress, c.num_turns, c.total_duration, c.polyai_duration,
    c.handoff, c.handoff_reason, c.handoff_destination, c.num_silences, c.num_ood,
    case when a.all_metrics then c.metrics when cardinality(a.chosen_metrics) = 0 then '{}'::json else
      (select coalesce(json_object_agg(m.key, m.value), '{}'::json) from json_each(c.metrics) m
       where m.key = any(a.chosen_metrics)) end as metrics,
    c.state,
    case when not a.transcript then '[]'::json else c.turns end as turns
  ) r) end as json
      from (select c.*, row_number() over () as place from (
        select c.* from (
      select c.* from conversations c where a.in_workspace and a.permitted and a.in_scope and not a.on_v1 and c.workspace_id = a.workspace_id and c.agent_id = a.agent_id and c.environment = requests.p4  order by c.started_at, c.id, c.agent_id limit (requests.p5::bigint + requests.p6::bigint)) c limit requests.p5::bigint offset requests.p6::bigint) c) c ) p on true
  order by p.place) result;
