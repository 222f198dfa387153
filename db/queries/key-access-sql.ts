import { type BatchedStatement, batchedQuery } from "../client/batched-query";
import type { Permission } from "../schema/permissions";

/** What a key may do with the agents that a request names: the conditions, checked in the order in which they decide. */
export interface KeyAccess {
  keyId: string;
  workspaceId: string;
  inWorkspace: boolean;
  permitted: boolean;
  allAgents: boolean;
  /** The agents asked for, as the workspace has them, by id. `ref` is the word by which it was asked for. */
  agents: { id: string; ref: string; inScope: boolean; onV1: boolean }[];
}

/**
 * The beginning of every statement about one agent in a path: `$1` the key's hash, `$2` the workspace (null where the path names
 * none) and `$3` the agent, each by id or slug. Empty for a key that is unknown, deleted or expired by the database's clock.
 */
export const accessCte = (permission: Permission) => `access as materialized (
    select k.workspace_id, k.id as key_id, k.all_agents, '${permission}' = any(k.permissions) as permitted,
      $2::text is null or k.workspace_id = $2 or w.slug = $2 as in_workspace,
      a.id as agent_id, a.conversations_api = 'v1' as on_v1, k.all_agents or s.agent_id is not null as in_scope,
      a.all_metrics, a.chosen_metrics, a.transcript
    from api_keys k
    join workspaces w on w.id = k.workspace_id
    left join agents a on a.workspace_id = k.workspace_id and a.deleted_at is null and (a.id = $3 or a.slug = $3)
    left join api_key_agents s on s.workspace_id = k.workspace_id and s.key_id = k.id and s.agent_id = a.id
    where k.secret_hash = $1 and k.expires_at > now()
  )`;

/**
 * The access as `readAccess` reads it; for a select from `access a`. Words in a row: as JSON it took longer than to find it.
 * No id has a space, and what is null, where there is no such agent, is left out.
 */
export const ACCESS_COLUMN = `concat_ws(' ', a.workspace_id, a.key_id, a.in_workspace, a.permitted, a.all_agents,
    a.in_scope, a.on_v1, a.agent_id)`;

/**
 * What `TOLD_ACCESS` told.
 * @param ref the agent as the request names it
 */
export function parseAccess(told: string, ref: string): KeyAccess {
  const [workspaceId = "", keyId = "", inWorkspace, permitted, allAgents, inScope, onV1, id] =
    told.split(" ");
  return {
    keyId,
    workspaceId,
    inWorkspace: inWorkspace === "t",
    permitted: permitted === "t",
    allAgents: allAgents === "t",
    agents: id === undefined ? [] : [{ id, ref, inScope: inScope === "t", onV1: onV1 === "t" }],
  };
}

/** Whether everything allows it; for a where-clause over `access a`. */
export const ACCESS_GRANTED = "a.in_workspace and a.permitted and a.in_scope and not a.on_v1";

const ACCESS_ONLY: BatchedStatement = {
  name: "access-external_events",
  text: `with ${accessCte("external_events")} select ${ACCESS_COLUMN} as access from access a`,
  types: ["bytea", "text", "text"],
};

/** The conditions alone, for an event: they are decided before its body is read. */
export async function selectEventSenderAccess(
  secretHash: Buffer,
  account: string,
  agent: string,
): Promise<KeyAccess | undefined> {
  const [row] = await batchedQuery<{ access: string }>(ACCESS_ONLY, [secretHash, account, agent]);
  return row && parseAccess(row.access, agent);
}
