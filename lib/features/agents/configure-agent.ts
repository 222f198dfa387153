import { transaction } from "@/db/client/client";
import { selectAgent, selectMetricNames, updateConfiguration } from "@/db/queries/agents";
import { AppError } from "@/lib/core/errors";
import { type Actor, requireAccess } from "@/lib/features/actor";
import type { AuditChanges } from "@/lib/features/audit/constants";
import { changesBetween, recordAudit } from "@/lib/features/audit/record-audit";
import type { ConfigureAgentInput, ResponseConfigurationDto } from "./contract";
import { toConfigurationDto } from "./internal";

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
      // Stored next to "all" too: they take effect again when it is turned off.
      chosenMetrics: input.metrics?.names ? [...new Set(input.metrics.names)].sort() : old.chosenMetrics,
      transcript: input.transcript ?? old.transcript,
    };
    if (Object.keys(changesBetween(old, next)).length === 0) return toConfigurationDto(before, seen);
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
      changes: auditedChanges(old, next),
    });
    return toConfigurationDto(
      { ...before, ...next, configurationVersion: before.configurationVersion + 1 },
      seen,
    );
  });
}

interface Configuration {
  allMetrics: boolean;
  chosenMetrics: string[];
  transcript: boolean;
}

/**
 * The changes of an audit entry. Where "all metrics" is turned on or off, the entry names the metrics that were in effect
 * before it or are in effect after it; a change of the names while it is on is a field of its own, because it changes no
 * response.
 */
function auditedChanges(old: Configuration, next: Configuration): AuditChanges {
  const { chosenMetrics, ...changes } = changesBetween({ ...old }, { ...next });
  const names = {
    ...(old.allMetrics ? {} : { old: old.chosenMetrics }),
    ...(next.allMetrics ? {} : { new: next.chosenMetrics }),
  };
  if (old.allMetrics !== next.allMetrics) return { ...changes, chosenMetrics: names };
  if (!chosenMetrics) return changes;
  return next.allMetrics ? { ...changes, namesBesideAll: chosenMetrics } : { ...changes, chosenMetrics };
}

const configurationOf = (row: Configuration): Configuration => ({
  allMetrics: row.allMetrics,
  chosenMetrics: row.chosenMetrics,
  transcript: row.transcript,
});
