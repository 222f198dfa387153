import { pool } from "../client/client";
import { type ConversationFilters, filterConditions } from "./conversation-filters";
import { conversationJson } from "./conversation-json";

/**
 * The conversations that stand at these places, as JSON texts in the same order, by their agents' configuration as it
 * is now. One that was deleted, or changed so that the filters no longer take it, is left out. What a search has found
 * is not searched again, which would take as long as the search and has no limit here; but it is left out where the
 * transcript is off by now.
 */
export async function selectConversationsByPosition(
  workspaceId: string,
  places: { agentId: string; id: string }[],
  filters: ConversationFilters,
  includeLatency: boolean,
): Promise<string[]> {
  const values: unknown[] = [workspaceId, places.map(({ agentId }) => agentId), places.map(({ id }) => id)];
  const { spoken, ...rest } = filters;
  const { where, tag } = filterConditions(rest, (value) => `$${values.push(value)}`);
  const { rows } = await pool().query<{ json: string }>({
    name: `conversations-at${tag}${spoken ? ".found" : ""}${includeLatency ? ".latency" : ""}`,
    text: `select ${conversationJson(includeLatency)} as json
      from unnest($2::text[], $3::text[]) with ordinality as p(agent_id, id, place)
      join agents a on a.workspace_id = $1 and a.id = p.agent_id and a.conversations_api = 'v3'
        and a.deleted_at is null
      join conversations c on c.workspace_id = $1 and c.agent_id = p.agent_id and c.id = p.id
      where ${where}${spoken ? " and a.transcript" : ""}
      order by p.place`,
    values,
  });
  return rows.map(({ json }) => json);
}
