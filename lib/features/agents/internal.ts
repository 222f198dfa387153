import type { VisibleAgent } from "@/db/queries/agents";
import { BUILT_IN_METRICS } from "./constants";
import type { AgentDto, ResponseConfigurationDto } from "./contract";

/** A row as people see it. */
export const toAgentDto = (row: VisibleAgent): AgentDto => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  conversationsApi: row.conversationsApi,
  createdAt: row.createdAt.toISOString(),
});

/** An agent's response configuration with every metric there is to choose from. */
export function toConfigurationDto(row: VisibleAgent, seen: string[]): ResponseConfigurationDto {
  const others = new Set([...seen, ...row.chosenMetrics]);
  for (const name of BUILT_IN_METRICS) others.delete(name);
  return {
    agent: toAgentDto(row),
    metrics: { mode: row.allMetrics ? "all" : "chosen", names: row.chosenMetrics },
    transcript: row.transcript,
    version: row.configurationVersion,
    metricNames: [...BUILT_IN_METRICS, ...[...others].sort()],
  };
}
