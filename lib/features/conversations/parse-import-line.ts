import type { ConversationRow } from "@/db/queries/conversations";
import { jsonLimitViolation, MAX_JSON_DEPTH } from "@/lib/core/json-limits";
import { parseRawMember } from "@/lib/core/json-members";
import type { Line } from "@/lib/core/read-lines";
import { fieldPath, requirementMessage } from "@/lib/core/validation-messages";
import { type ImportedConversation, importedLineSchema, turnSchema } from "./contract";
import { toRowSteps } from "./to-row";

/** Turns validated in one step. */
const TURNS_PER_STEP = 100;

export interface ParsedLine {
  stored: ConversationRow;
  metricNames: string[];
}

/** Parses one line of an import in steps of bounded work. Returns the row to store, or why the line is rejected. */
export function* parseImportLine(line: Line): Generator<void, ParsedLine | { reason: string }> {
  if (typeof line !== "string") return { reason: line.unreadable };
  const problem = jsonLimitViolation(line, MAX_JSON_DEPTH + 1);
  if (problem) return { reason: problem };
  yield;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { reason: "not valid JSON" };
  }
  yield;
  const parsed = importedLineSchema.safeParse(value, { error: requirementMessage });
  if (!parsed.success) return toReason(parsed.error.issues[0]);
  yield;
  const turns: ImportedConversation["turns"] = [];
  for (const [index, rawTurn] of parsed.data.turns.entries()) {
    const turn = turnSchema.safeParse(rawTurn, { error: requirementMessage });
    if (!turn.success) return toReason(turn.error.issues[0], ["turns", index]);
    turns.push(turn.data);
    if (index % TURNS_PER_STEP === 0) yield;
  }
  const state = parseRawMember(line, "state");
  yield;
  const tooDeep = state && jsonLimitViolation(state);
  if (tooDeep) return { reason: `state: ${tooDeep}` };
  const stored = yield* toRowSteps({ ...parsed.data, turns }, state);
  return { stored, metricNames: Object.keys(parsed.data.metrics) };
}

function toReason(
  issue: { path: PropertyKey[]; message: string } | undefined,
  within: PropertyKey[] = [],
): { reason: string } {
  if (!issue) return { reason: "not a conversation" };
  const where = fieldPath([...within, ...issue.path]);
  return { reason: where ? `${where}: ${issue.message}` : issue.message };
}
