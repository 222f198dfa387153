import { pool } from "../client/client";
import { type ConversationFilters, filterConditions } from "./conversation-filters";
import { conversationJson } from "./conversation-json";

/**
 * The conversations at these positions as JSON texts, in the same order and with the current configuration of their agents.
 * Omits conversations that were deleted or no longer match the filters. Does not repeat a text search, which would take as
 * long as the search itself and has no limit here, but omits its results if the agent's transcript was turned off since.
 */
export async function selectConversationsByPosition(
  workspaceId: string,
  positions: { agentId: string; id: string }[],
  filters: ConversationFilters,
  includeLatency: boolean,
): Promise<string[]> {
  const values: unknown[] = [
    workspaceId,
    positions.map(({ agentId }) => agentId),
    positions.map(({ id }) => id),
  ];
  const { spoken, ...rest } = filters;
  const { where, tag } = filterConditions(rest, (value) => `$${values.push(value)}`);
  const { rows } = await pool().query<{ json: string }>({
    name: `conversations-at${tag}${spoken ? ".found" : ""}${includeLatency ? ".latency" : ""}`,
    text: `select ${conversationJson(includeLatency)} as json
      from unnest($2::text[], $3::text[]) with ordinality as p(agent_id, id, n)
      join agents a on a.workspace_id = $1 and a.id = p.agent_id and a.conversations_api = 'v3'
        and a.deleted_at is null
      join conversations c on c.workspace_id = $1 and c.agent_id = p.agent_id and c.id = p.id
      where ${where}${spoken ? " and a.transcript" : ""}
      order by p.n`,
    values,
  });
  return rows.map(({ json }) => json);
}
