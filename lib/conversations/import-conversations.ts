import { reader, type Tx, transaction } from "@/db/client";
import { selectAgent } from "@/db/queries/agents";
import { amendAuditEntry } from "@/db/queries/audit-entries";
import {
  rememberMetricNames,
  type StoredConversation,
  upsertConversations,
} from "@/db/queries/conversations";
import { type Actor, type RuntimeActor, requireAdmin } from "../actor";
import { recordAudit } from "../audit/record-audit";
import { AppError } from "../errors";
import type { Line } from "../lines";
import { rawMember } from "../raw-json";
import { fieldPath, requirement } from "../validation-messages";
import { importedConversationSchema } from "./contract";
import { toStored } from "./to-stored";

/** Lines that are stored in one transaction: large enough to be quick, small enough to hold in memory. */
const BATCH = 200;
/** Bad lines whose reasons are kept; more are only counted. */
const REASONS = 1000;

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
export type ImportNews = { line: number; reason: string } | { stored: ImportCounts };

/**
 * Stores JSON Lines of v3 conversations for one agent, as the lines say. A line replaces the conversation of its id; one that
 * matches what is stored changes nothing, a bad one is reported and the rest still goes in.
 * @param agentIdOrSlug the agent, by id or slug; a runtime's own
 * @param hear told each bad line, and the counts after each batch; reading waits for it
 * @throws AppError PROJECT_NOT_FOUND
 */
export async function importConversations(
  actor: Actor | RuntimeActor,
  agentIdOrSlug: string,
  lines: AsyncIterable<Line> | Iterable<Line>,
  hear: (news: ImportNews) => void | Promise<void> = () => {},
): Promise<ImportReport> {
  const agent = await agentFor(actor, agentIdOrSlug);
  const report: ImportReport = { imported: 0, updated: 0, unchanged: 0, failed: 0, errors: [] };
  const audit = importAudit(actor, agent, report);
  let batch = new Map<string, StoredConversation>();
  const flush = async () => {
    if (batch.size === 0) return;
    await storeBatch(actor.workspaceId, agent.id, [...batch.values()], report, audit);
    batch = new Map();
    const { errors: _, ...stored } = report;
    await hear({ stored });
  };

  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (typeof line === "string" && line.trim() === "") continue;
    const parsed = parseLine(line);
    if ("reason" in parsed) {
      report.failed += 1;
      if (report.errors.length < REASONS) report.errors.push({ line: number, reason: parsed.reason });
      await hear({ line: number, reason: parsed.reason });
      continue;
    }
    // The same id again in one batch: what was told first is stored first, so that each line counts.
    if (batch.has(parsed.stored.id)) await flush();
    batch.set(parsed.stored.id, parsed.stored);
    if (batch.size >= BATCH) await flush();
  }
  await flush();
  return report;
}

/** Admins and operators import for any agent of the workspace, a runtime for its own. */
async function agentFor(
  actor: Actor | RuntimeActor,
  idOrSlug: string,
): Promise<{ id: string; name: string }> {
  if (actor.kind !== "runtime") requireAdmin(actor);
  const agent = await selectAgent(reader(), actor.workspaceId, idOrSlug);
  if (!agent || (actor.kind === "runtime" && agent.id !== actor.agentId)) {
    throw new AppError("PROJECT_NOT_FOUND", `There is no agent ${idOrSlug} in this workspace.`);
  }
  return agent;
}

function parseLine(line: Line): { stored: StoredConversation } | { reason: string } {
  if (typeof line !== "string") return { reason: line.unreadable };
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { reason: "not valid JSON" };
  }
  const parsed = importedConversationSchema.safeParse(value, { error: requirement });
  if (parsed.success) return { stored: toStored(parsed.data, rawMember(line, "state")) };
  const [issue] = parsed.error.issues;
  const where = issue && fieldPath(issue.path);
  return { reason: where ? `${where}: ${issue?.message}` : (issue?.message ?? "not a conversation") };
}

async function storeBatch(
  workspaceId: string,
  agentId: string,
  batch: StoredConversation[],
  report: ImportReport,
  audit: (tx: Tx) => Promise<void>,
): Promise<void> {
  const metricNames = [...new Set(batch.flatMap(({ metrics }) => Object.keys(JSON.parse(metrics))))].sort();
  await transaction(async (tx) => {
    // A long import may outlive its agent.
    if (!(await selectAgent(tx, workspaceId, agentId))) {
      throw new AppError("PROJECT_NOT_FOUND", "The agent was deleted while its conversations came in.");
    }
    const stored = await upsertConversations(tx, workspaceId, agentId, batch);
    await rememberMetricNames(tx, workspaceId, agentId, metricNames);
    const inserted = stored.filter((row) => row.inserted).length;
    report.imported += inserted;
    report.updated += stored.length - inserted;
    report.unchanged += batch.length - stored.length;
    if (stored.length > 0) await audit(tx);
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
      await amendAuditEntry(tx, actor.workspaceId, entry, changes);
    }
  };
}
