import { db, type Tx, transaction } from "@/db/client/client";
import { selectAgent } from "@/db/queries/agents";
import { updateAuditEntryChanges } from "@/db/queries/audit-entries";
import {
  type ConversationRow,
  insertMetricNames,
  selectChangedStartTimes,
  upsertConversations,
} from "@/db/queries/conversations";
import { AppError } from "@/lib/core/errors";
import type { Line } from "@/lib/core/read-lines";
import { TimeSlicer } from "@/lib/core/time-slicing";
import { type Actor, type RuntimeActor, requireAdmin } from "@/lib/features/actor";
import { recordAudit } from "@/lib/features/audit/record-audit";
import { type ParsedLine, parseImportLine } from "./parse-import-line";

/** Size of one transaction: large enough to be fast, small enough for memory. */
const BATCH = { lines: 200, characters: 1_000_000 };
/** Limit of rejected lines whose reasons are reported. Further ones are only counted. */
const MAX_ERRORS = 1000;

export interface ImportCounts {
  imported: number;
  updated: number;
  unchanged: number;
  failed: number;
}

export interface ImportReport extends ImportCounts {
  /** The first rejected lines, numbered from 1, with the reason. */
  errors: { line: number; reason: string }[];
}

/** Progress of an import: a rejected line, or the counts of everything committed so far. */
export type ImportProgress = { line: number; reason: string } | { stored: ImportCounts };

/**
 * Imports JSON Lines of v3 conversations for one agent. A line replaces the stored conversation with its ID; a line that
 * equals it changes nothing. An invalid line is reported and the others are still imported. A line that changes the
 * `started_at` of a stored conversation is invalid: pages are ordered by start time, so a client that is reading pages
 * would get the conversation twice or not at all.
 * @param agentIdOrSlug the agent, by ID or slug; a runtime can import only for its own agent
 * @param onProgress called for each rejected line and with the counts after each batch; the next line waits for it
 * @throws AppError PROJECT_NOT_FOUND
 */
export async function importConversations(
  actor: Actor | RuntimeActor,
  agentIdOrSlug: string,
  lines: AsyncIterable<Line> | Iterable<Line>,
  onProgress: (progress: ImportProgress) => void | Promise<void> = () => {},
): Promise<ImportReport> {
  const agent = await findAgent(actor, agentIdOrSlug);
  const report: ImportReport = { imported: 0, updated: 0, unchanged: 0, failed: 0, errors: [] };
  const audit = importAudit(actor, agent, report);
  const reject = async (line: number, reason: string) => {
    report.failed += 1;
    if (report.errors.length < MAX_ERRORS) report.errors.push({ line, reason });
    await onProgress({ line, reason });
  };
  let batch = new Map<string, NumberedLine>();
  let characters = 0;
  const flush = async () => {
    if (batch.size === 0) return;
    const moved = await storeBatch(actor.workspaceId, agent.id, [...batch.values()], report, audit);
    for (const { id, startedAt } of moved) {
      const reason = `started_at: must stay ${startedAt}; the start of a stored conversation cannot change`;
      await reject(batch.get(id)?.number ?? 0, reason);
    }
    batch = new Map();
    characters = 0;
    const { errors: _, ...stored } = report;
    await onProgress({ stored });
  };

  const slicer = new TimeSlicer();
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (typeof line === "string" && line.trim() === "") continue;
    const parsed = await slicer.run(parseImportLine(line));
    if ("reason" in parsed) {
      await reject(number, parsed.reason);
      continue;
    }
    // If an ID repeats within a batch, the earlier line is stored first, so that each line is counted.
    const size = characterCount(parsed.stored);
    if (batch.has(parsed.stored.id) || characters + size > BATCH.characters) await flush();
    batch.set(parsed.stored.id, { ...parsed, number });
    characters += size;
    if (batch.size >= BATCH.lines) await flush();
  }
  await flush();
  return report;
}

/** Finds the agent. Admins and operators may import for any agent of the workspace, a runtime only for its own. */
async function findAgent(
  actor: Actor | RuntimeActor,
  idOrSlug: string,
): Promise<{ id: string; name: string }> {
  if (actor.kind !== "runtime") requireAdmin(actor);
  const agent = await selectAgent(db(), actor.workspaceId, idOrSlug);
  if (!agent || (actor.kind === "runtime" && agent.id !== actor.agentId)) {
    throw new AppError("PROJECT_NOT_FOUND", `No agent ${idOrSlug} in this workspace.`);
  }
  return agent;
}

interface NumberedLine extends ParsedLine {
  number: number;
}

const characterCount = (stored: ConversationRow): number =>
  Object.values(stored).reduce(
    (sum: number, value) => sum + (typeof value === "string" ? value.length : 0),
    0,
  );

/**
 * Stores a batch and adds its counts to the report.
 * @returns the rejected conversations whose start time differs from the stored one, each with the stored start time
 */
async function storeBatch(
  workspaceId: string,
  agentId: string,
  lines: NumberedLine[],
  report: ImportReport,
  audit: (tx: Tx) => Promise<void>,
): Promise<{ id: string; startedAt: string }[]> {
  const batch = lines.map(({ stored }) => stored);
  return transaction(async (tx) => {
    // The agent may be deleted during a long import.
    if (!(await selectAgent(tx, workspaceId, agentId))) {
      throw new AppError("PROJECT_NOT_FOUND", "The agent was deleted during the import.");
    }
    const stored = await upsertConversations(tx, workspaceId, agentId, batch);
    const moved =
      stored.length < batch.length ? await selectChangedStartTimes(tx, workspaceId, agentId, batch) : [];
    const rejected = new Set(moved.map(({ id }) => id));
    const names = lines
      .filter((line) => !rejected.has(line.stored.id))
      .flatMap(({ metricNames }) => metricNames);
    await insertMetricNames(tx, workspaceId, agentId, [...new Set(names)]);
    const inserted = stored.filter((row) => row.inserted).length;
    report.imported += inserted;
    report.updated += stored.length - inserted;
    report.unchanged += batch.length - stored.length - moved.length;
    if (stored.length > 0) await audit(tx);
    return moved;
  });
}

/**
 * Records one audit entry per import. It is inserted with the first batch that changes something and updated in the
 * transaction of each later one, so it is correct even if the import is killed.
 */
function importAudit(actor: Actor | RuntimeActor, agent: { id: string; name: string }, report: ImportReport) {
  let entry: number | undefined;
  return async (tx: Tx): Promise<void> => {
    const changes = { imported: { new: report.imported }, updated: { new: report.updated } };
    if (entry === undefined) {
      entry = await recordAudit(tx, actor, {
        action: "conversations.imported",
        target: { kind: "agent", id: agent.id, name: agent.name },
        changes,
      });
    } else {
      await updateAuditEntryChanges(tx, actor.workspaceId, entry, changes);
    }
  };
}
