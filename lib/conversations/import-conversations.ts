import { reader, type Tx, transaction } from "@/db/client";
import { selectAgent } from "@/db/queries/agents";
import { amendAuditEntry } from "@/db/queries/audit-entries";
import {
  rememberMetricNames,
  type StoredConversation,
  upsertConversations,
} from "@/db/queries/conversations";
import { type Actor, requireAdmin } from "../actor";
import { recordAudit } from "../audit/record-audit";
import { AppError } from "../errors";
import { rawMember } from "../raw-json";
import { importedConversationSchema } from "./contract";
import { toStored } from "./to-stored";

/** Lines that are stored in one transaction: large enough to be quick, small enough to hold in memory. */
const BATCH = 200;
/** Characters that a line may have. */
const LONGEST_LINE = 8 * 1024 * 1024;
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

/**
 * Stores JSON Lines of v3 conversations for one agent, as the lines say. A line that is there already changes nothing,
 * a changed one replaces, a bad one is reported and the rest still goes in.
 * @param agentIdOrSlug the agent, by id or slug
 * @param onProgress told the counts after each batch
 * @throws AppError PROJECT_NOT_FOUND
 */
export async function importConversations(
  actor: Actor,
  agentIdOrSlug: string,
  lines: AsyncIterable<string> | Iterable<string>,
  onProgress: (counts: ImportCounts) => void = () => {},
): Promise<ImportReport> {
  requireAdmin(actor);
  const agent = await selectAgent(reader(), actor.workspaceId, agentIdOrSlug);
  if (!agent)
    throw new AppError("PROJECT_NOT_FOUND", `There is no agent ${agentIdOrSlug} in this workspace.`);

  const report: ImportReport = { imported: 0, updated: 0, unchanged: 0, failed: 0, errors: [] };
  const audit = importAudit(actor, agent, report);
  let batch = new Map<string, StoredConversation>();
  const flush = async () => {
    if (batch.size > 0) await storeBatch(actor.workspaceId, agent.id, [...batch.values()], report, audit);
    batch = new Map();
    onProgress(report);
  };

  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === "") continue;
    const parsed = parseLine(line);
    if ("reason" in parsed) {
      report.failed += 1;
      if (report.errors.length < REASONS) report.errors.push({ line: number, reason: parsed.reason });
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

function parseLine(line: string): { stored: StoredConversation } | { reason: string } {
  if (line.length > LONGEST_LINE) return { reason: "the line is longer than 8 MiB" };
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { reason: "not valid JSON" };
  }
  const parsed = importedConversationSchema.safeParse(value);
  if (parsed.success) return { stored: toStored(parsed.data, rawMember(line, "state")) };
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".");
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
function importAudit(actor: Actor, agent: { id: string; name: string }, report: ImportReport) {
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
