import type { ConversationRow } from "@/db/queries/conversations";
import { jsonLimitViolation, MAX_JSON_DEPTH } from "@/lib/core/json-limits";
import { parseRawItems, parseRawMember, parseRawMembers } from "@/lib/core/json-members";
import type { Line } from "@/lib/core/read-lines";
import { fieldPath, requirementMessage } from "@/lib/core/validation-messages";
import { type ImportedConversation, importedLineSchema, turnSchema } from "./contract";
import { latencyProblem, wholeNumberProblem } from "./exact-numbers";
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
  const members = parseRawMembers(line);
  const problemOfNumber = countsProblem(parsed.data, members);
  if (problemOfNumber) return { reason: problemOfNumber };
  const state = members.get("state");
  const tooDeep = state && jsonLimitViolation(state);
  if (tooDeep) return { reason: `state: ${tooDeep}` };
  yield;
  const spoken = yield* parseTurns(parsed.data.turns, members.get("turns") ?? "[]");
  if ("reason" in spoken) return spoken;
  const { turns, latencies } = spoken;
  const stored = yield* toRowSteps({ ...parsed.data, turns }, { state, latencies });
  return { stored, metricNames: Object.keys(parsed.data.metrics) };
}

/** The fields that are stored as integers. */
const COUNTS = ["num_turns", "total_duration", "polyai_duration", "num_silences", "num_ood"] as const;

function countsProblem(
  line: Partial<Record<(typeof COUNTS)[number], number>>,
  members: Map<string, string>,
): string | undefined {
  for (const name of COUNTS) {
    const [text, value] = [members.get(name), line[name]];
    const problem = text !== undefined && value !== undefined ? wholeNumberProblem(text, value) : undefined;
    if (problem) return `${name}: ${problem}`;
  }
  return undefined;
}

/**
 * Validates the turns of a line in steps.
 * @param text the JSON text of the turns, from which latencies are taken with all their digits
 */
function* parseTurns(
  values: unknown[],
  text: string,
): Generator<void, { turns: ImportedConversation["turns"]; latencies: string[] } | { reason: string }> {
  const texts = parseRawItems(text);
  yield;
  const turns: ImportedConversation["turns"] = [];
  const latencies: string[] = [];
  for (const [index, value] of values.entries()) {
    const turn = turnSchema.safeParse(value, { error: requirementMessage });
    if (!turn.success) return toReason(turn.error.issues[0], ["turns", index]);
    turns.push(turn.data);
    const hasLatency = turn.data.latency !== undefined;
    const latency = (hasLatency && parseRawMember(texts[index] ?? "{}", "latency")) || "null";
    const problem = hasLatency ? latencyProblem(latency) : undefined;
    if (problem) return { reason: `turns.${index}.latency: ${problem}` };
    latencies.push(latency);
    if (index % TURNS_PER_STEP === 0) yield;
  }
  return { turns, latencies };
}

function toReason(
  issue: { path: PropertyKey[]; message: string } | undefined,
  within: PropertyKey[] = [],
): { reason: string } {
  if (!issue) return { reason: "not a conversation" };
  const where = fieldPath([...within, ...issue.path]);
  return { reason: where ? `${where}: ${issue.message}` : issue.message };
}
