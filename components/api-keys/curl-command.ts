import type { ApiKeyDto } from "@/lib/features/api-keys/contract";

/**
 * A curl command that calls this server with a key.
 * @param secret the key, or a shell variable that contains it
 */
export function curlCommand(
  key: Pick<ApiKeyDto, "agents" | "permissions">,
  secret: string,
  workspaceId: string,
  origin: string,
): string {
  const agent = key.agents?.[0]?.id;
  const header = `-H "x-api-key: ${secret}"`;
  if (key.permissions.includes("conversations")) {
    const path = agent ? `/v3/${workspaceId}/${agent}/conversations` : "/v3/conversations";
    return `curl ${header} "${origin}${path}?limit=1"`;
  }
  const agentPart = agent ?? "AGENT_ID";
  if (key.permissions.includes("handoff")) {
    return `curl ${header} "${origin}/v1/${workspaceId}/${agentPart}/handoff_state?id=CONVERSATION_ID"`;
  }
  const where = `account_id=${workspaceId}&project_id=${agentPart}&event_id_location=querystring&event_id_path=event_id`;
  return `curl -X POST ${header} --json '{}' "${origin}/v1/external-events/webhook?${where}&event_id=EVENT_ID"`;
}
