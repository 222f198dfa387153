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

/** Lines that are stored in one transaction: large enough to be quick, small enough to hold in memory and to send. */
const BATCH = { lines: 200, characters: 1_000_000 };
/** Bad lines whose reasons are kept; more are only counted. */
const MAX_ERRORS = 1000;

export interface ImportCounts {
  imported: number;
  updated: number;
  unchanged: number;
  failed: number;
}

export interface ImportReport extends ImportCounts {
  /** The first bad lines, by number, with what is wrong. */
  errors: { line: number; reason: string }[];
}

/** What is heard while an import goes on: a bad line, or what is stored for good so far. */
export type ImportProgress = { line: number; reason: string } | { stored: ImportCounts };

/**
 * Stores JSON Lines of v3 conversations for one agent, as the lines say. A line replaces the conversation of its id; one that
 * matches what is stored changes nothing, a bad one is reported and the rest still goes in. A line that gives a known
 * conversation another `started_at` is a bad one: a walk is ordered by it, and would return the conversation twice or not at
 * all.
 * @param agentIdOrSlug the agent, by id or slug; a runtime's own
 * @param onProgress told each bad line, and the counts after each batch; reading waits for it
 * @throws AppError PROJECT_NOT_FOUND
 */
export async function importConversations(
  actor: Actor | RuntimeActor,
  agentIdOrSlug: string,
  lines: AsyncIterable<Line> | Iterable<Line>,
  onProgress: (news: ImportProgress) => void | Promise<void> = () => {},
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
      const reason = `started_at: must stay ${startedAt}; the start of a known conversation cannot change`;
      await reject(batch.get(id)?.number ?? 0, reason);
    }
    batch = new Map();
    characters = 0;
    const { errors: _, ...stored } = report;
    await onProgress({ stored });
  };

  const stepper = new TimeSlicer();
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (typeof line === "string" && line.trim() === "") continue;
    const parsed = await stepper.run(parseImportLine(line));
    if ("reason" in parsed) {
      await reject(number, parsed.reason);
      continue;
    }
    // The same id again in one batch: what was told first is stored first, so that each line counts.
    const size = characterCount(parsed.stored);
    if (batch.has(parsed.stored.id) || characters + size > BATCH.characters) await flush();
    batch.set(parsed.stored.id, { ...parsed, number });
    characters += size;
    if (batch.size >= BATCH.lines) await flush();
  }
  await flush();
  return report;
}

/** Admins and operators import for any agent of the workspace, a runtime for its own. */
async function findAgent(
  actor: Actor | RuntimeActor,
  idOrSlug: string,
): Promise<{ id: string; name: string }> {
  if (actor.kind !== "runtime") requireAdmin(actor);
  const agent = await selectAgent(db(), actor.workspaceId, idOrSlug);
  if (!agent || (actor.kind === "runtime" && agent.id !== actor.agentId)) {
    throw new AppError("PROJECT_NOT_FOUND", `There is no agent ${idOrSlug} in this workspace.`);
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
 * Stores a batch and adds to the report what became of it.
 * @returns the conversations that were refused because they had another start before, each with that start
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
    // A long import may outlive its agent.
    if (!(await selectAgent(tx, workspaceId, agentId))) {
      throw new AppError("PROJECT_NOT_FOUND", "The agent was deleted while its conversations came in.");
    }
    const stored = await upsertConversations(tx, workspaceId, agentId, batch);
    const moved =
      stored.length < batch.length ? await selectChangedStartTimes(tx, workspaceId, agentId, batch) : [];
    const refused = new Set(moved.map(({ id }) => id));
    const names = lines
      .filter((line) => !refused.has(line.stored.id))
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
 * One audit entry an import, written with its first change and kept true in the transaction of every later one:
 * whatever is stored is accounted for, even if the import is killed half way.
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
