import { db } from "@/db/client/client";
import { selectAgents, selectMetricNames } from "@/db/queries/agents";
import { sortByName } from "@/lib/core/name-order";
import { type Actor, requireAccess } from "@/lib/features/actor";
import type { ResponseConfigurationDto } from "./contract";
import { toConfigurationDto } from "./internal";

/** The response configuration of every agent in the workspace, sorted by name. Always takes two queries. */
export async function listResponseConfigurations(actor: Actor): Promise<ResponseConfigurationDto[]> {
  requireAccess(actor, "response_configuration", "read");
  const [agents, metrics] = await Promise.all([
    selectAgents(db(), actor.workspaceId),
    selectMetricNames(db(), actor.workspaceId),
  ]);
  const seen = new Map<string, string[]>();
  for (const { agentId, name } of metrics) {
    const names = seen.get(agentId);
    if (names) names.push(name);
    else seen.set(agentId, [name]);
  }
  return sortByName(agents).map((agent) => toConfigurationDto(agent, seen.get(agent.id) ?? []));
}
