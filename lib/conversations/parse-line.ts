import type { StoredConversation } from "@/db/queries/conversations";
import { MOST_LEVELS, outOfBounds } from "../json-bounds";
import type { Line } from "../lines";
import { rawMember } from "../raw-json";
import { fieldPath, requirement } from "../validation-messages";
import { type ImportedConversation, importedLineSchema, turnSchema } from "./contract";
import { toStoredInSteps } from "./to-stored";

/** Turns that are checked in one step. */
const TURNS = 100;

export interface ParsedLine {
  stored: StoredConversation;
  metricNames: string[];
}

/** One line of an import, in steps of bounded work: what is stored, or why it is refused. */
export function* parseLine(line: Line): Generator<void, ParsedLine | { reason: string }> {
  if (typeof line !== "string") return { reason: line.unreadable };
  const problem = outOfBounds(line, MOST_LEVELS + 1);
  if (problem) return { reason: problem };
  yield;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { reason: "not valid JSON" };
  }
  yield;
  const parsed = importedLineSchema.safeParse(value, { error: requirement });
  if (!parsed.success) return reasonOf(parsed.error.issues[0]);
  yield;
  const turns: ImportedConversation["turns"] = [];
  for (const [index, told] of parsed.data.turns.entries()) {
    const turn = turnSchema.safeParse(told, { error: requirement });
    if (!turn.success) return reasonOf(turn.error.issues[0], ["turns", index]);
    turns.push(turn.data);
    if (index % TURNS === 0) yield;
  }
  const state = rawMember(line, "state");
  yield;
  const tooDeep = state && outOfBounds(state);
  if (tooDeep) return { reason: `state: ${tooDeep}` };
  const stored = yield* toStoredInSteps({ ...parsed.data, turns }, state);
  return { stored, metricNames: Object.keys(parsed.data.metrics) };
}

function reasonOf(
  issue: { path: PropertyKey[]; message: string } | undefined,
  within: PropertyKey[] = [],
): { reason: string } {
  if (!issue) return { reason: "not a conversation" };
  const where = fieldPath([...within, ...issue.path]);
  return { reason: where ? `${where}: ${issue.message}` : issue.message };
}
