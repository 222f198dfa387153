import { transaction } from "@/db/client";
import { selectAgent, selectMetricNames, updateConfiguration } from "@/db/queries/agents";
import { type Actor, requireAccess } from "../actor";
import { changesBetween, recordAudit } from "../audit/record-audit";
import { AppError } from "../errors";
import type { ConfigureAgentInput, ResponseConfigurationDto } from "./contract";
import { toConfigurationDto } from "./to-dto";

/**
 * Sets what of an agent's conversations answers carry. What is left out stays; saving what is there is no change.
 * @throws AppError NOT_FOUND, or STALE_EDIT when somebody saved after the editor last looked
 */
export async function configureAgent(
  actor: Actor,
  input: ConfigureAgentInput,
): Promise<ResponseConfigurationDto> {
  requireAccess(actor, "response_configuration", "edit");
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    const before = await selectAgent(tx, workspaceId, input.id, { lock: true });
    if (!before) throw new AppError("NOT_FOUND", "This agent no longer exists.");
    const seen = (await selectMetricNames(tx, workspaceId, [before.id])).map(({ name }) => name);

    const old = configurationOf(before);
    const next = {
      allMetrics: input.metrics ? input.metrics.mode === "all" : old.allMetrics,
      chosenMetrics:
        input.metrics?.mode === "chosen" ? [...new Set(input.metrics.names)].sort() : old.chosenMetrics,
      transcript: input.transcript ?? old.transcript,
    };
    // "All" chooses every metric, so the list that it replaces goes.
    if (next.allMetrics) next.chosenMetrics = [];

    const changes = changesBetween(old, next);
    if (Object.keys(changes).length === 0) return toConfigurationDto(before, seen);
    if (input.version !== undefined && input.version !== before.configurationVersion) {
      throw new AppError(
        "STALE_EDIT",
        "Somebody else changed this configuration meanwhile. Here is what it is now.",
      );
    }
    await updateConfiguration(tx, workspaceId, before.id, next);
    await recordAudit(tx, actor, {
      action: "agent.configured",
      target: { kind: "agent", id: before.id, name: before.name },
      changes,
    });
    return toConfigurationDto(
      { ...before, ...next, configurationVersion: before.configurationVersion + 1 },
      seen,
    );
  });
}

const configurationOf = (row: { allMetrics: boolean; chosenMetrics: string[]; transcript: boolean }) => ({
  allMetrics: row.allMetrics,
  chosenMetrics: row.chosenMetrics,
  transcript: row.transcript,
});
