import { type BatchedStatement, batchedQuery } from "../client/batched-query";
import type { Permission } from "../schema/permissions";

/** What a key may do with the agents in a request. The fields are in the order in which they are checked. */
export interface KeyAccess {
  keyId: string;
  workspaceId: string;
  inWorkspace: boolean;
  permitted: boolean;
  allAgents: boolean;
  /** The requested agents that exist in the workspace, ordered by ID. `ref` is the ID or slug in the request. */
  agents: { id: string; ref: string; inScope: boolean; onV1: boolean }[];
}

/**
 * The CTE `access` of every statement for a path with one agent: `$1` is the key's hash, `$2` the workspace (null if the path has
 * none) and `$3` the agent, both by ID or slug. It has no row if the key is unknown, deleted, or expired by the database's clock.
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
 * The access in the format that `parseAccess` reads, for a select from `access a`. Space-separated, because building JSON took
 * longer than finding the rows. IDs contain no spaces; `concat_ws` omits nulls, which occur if the agent does not exist.
 */
export const ACCESS_COLUMN = `concat_ws(' ', a.workspace_id, a.key_id, a.in_workspace, a.permitted, a.all_agents,
    a.in_scope, a.on_v1, a.agent_id)`;

/**
 * Parses the value of `ACCESS_COLUMN`.
 * @param ref the agent's ID or slug in the request
 */
export function parseAccess(value: string, ref: string): KeyAccess {
  const [workspaceId = "", keyId = "", inWorkspace, permitted, allAgents, inScope, onV1, id] =
    value.split(" ");
  return {
    keyId,
    workspaceId,
    inWorkspace: inWorkspace === "t",
    permitted: permitted === "t",
    allAgents: allAgents === "t",
    agents: id === undefined ? [] : [{ id, ref, inScope: inScope === "t", onV1: onV1 === "t" }],
  };
}

/** The condition that all checks pass, for a WHERE clause on `access a`. */
export const ACCESS_GRANTED = "a.in_workspace and a.permitted and a.in_scope and not a.on_v1";

const ACCESS_ONLY: BatchedStatement = {
  name: "access-external_events",
  text: `with ${accessCte("external_events")} select ${ACCESS_COLUMN} as access from access a`,
  types: ["bytea", "text", "text"],
};

/**
 * A key's access for an external event, which is checked before the body is read.
 * @returns undefined if the key is unknown, deleted or expired
 */
export async function selectEventSenderAccess(
  secretHash: Buffer,
  account: string,
  agent: string,
): Promise<KeyAccess | undefined> {
  const [row] = await batchedQuery<{ access: string }>(ACCESS_ONLY, [secretHash, account, agent]);
  return row && parseAccess(row.access, agent);
}
