import type { VisibleAgent } from "@/db/queries/agents";
import { AppError } from "@/lib/core/errors";
import { sortNames } from "@/lib/core/name-order";
import { BUILT_IN_METRICS } from "./constants";
import type { AgentDto, ResponseConfigurationDto } from "./contract";

/** The error for an agent that does not exist in the workspace, or was deleted. */
export const agentNotFound = (): AppError => new AppError("NOT_FOUND", "This agent no longer exists.");

export const toAgentDto = (row: VisibleAgent): AgentDto => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  conversationsApi: row.conversationsApi,
  createdAt: row.createdAt.toISOString(),
});

/** @param seen the metric names found in the agent's conversations */
export function toConfigurationDto(row: VisibleAgent, seen: string[]): ResponseConfigurationDto {
  const others = new Set([...seen, ...row.chosenMetrics]);
  for (const name of BUILT_IN_METRICS) others.delete(name);
  return {
    agent: toAgentDto(row),
    metrics: { mode: row.allMetrics ? "all" : "chosen", names: sortNames(row.chosenMetrics) },
    transcript: row.transcript,
    version: row.configurationVersion,
    metricNames: [...BUILT_IN_METRICS, ...sortNames([...others])],
  };
}
