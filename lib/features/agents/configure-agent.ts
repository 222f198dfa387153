import { transaction } from "@/db/client/client";
import { selectAgent, selectMetricNames, updateConfiguration } from "@/db/queries/agents";
import { AppError } from "@/lib/core/errors";
import { sortNames } from "@/lib/core/name-order";
import { type Actor, requireAccess } from "@/lib/features/actor";
import type { AuditChanges } from "@/lib/features/audit/constants";
import { changesBetween, recordAudit } from "@/lib/features/audit/record-audit";
import type { ConfigureAgentInput, ResponseConfigurationDto } from "./contract";
import { agentNotFound, toConfigurationDto } from "./internal";

/**
 * Sets what API responses include of an agent's conversations. Fields that are left out keep their values. A save that
 * changes nothing succeeds, whatever its version, and records nothing.
 * @throws AppError NOT_FOUND, or STALE_EDIT when another user saved after `input.version` was read
 */
export async function configureAgent(
  actor: Actor,
  input: ConfigureAgentInput,
): Promise<ResponseConfigurationDto> {
  requireAccess(actor, "response_configuration", "edit");
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    const before = await selectAgent(tx, workspaceId, input.id, { lock: true });
    if (!before) throw agentNotFound();
    const seen = (await selectMetricNames(tx, workspaceId, [before.id])).map(({ name }) => name);

    const old = configurationOf(before);
    const next = {
      allMetrics: input.metrics ? input.metrics.mode === "all" : old.allMetrics,
      // Stored while "all" is on, too: they apply again when it is turned off.
      chosenMetrics: input.metrics?.names ? sortNames([...new Set(input.metrics.names)]) : old.chosenMetrics,
      transcript: input.transcript ?? old.transcript,
    };
    if (Object.keys(changesBetween(old, next)).length === 0) return toConfigurationDto(before, seen);
    if (input.version !== undefined && input.version !== before.configurationVersion) {
      throw new AppError(
        "STALE_EDIT",
        "Someone else changed these settings while you were editing. The latest settings are shown.",
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
 * The changes of an audit entry. When "all metrics" is turned on or off, the entry lists the metrics that were selected
 * before or are selected now. A change of the selection while it is on is a separate field, because it affects no response.
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
  chosenMetrics: sortNames(row.chosenMetrics),
  transcript: row.transcript,
});
