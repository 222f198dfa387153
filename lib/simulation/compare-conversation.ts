import { isDeepStrictEqual } from "node:util";
import type { PlayedCall } from "./call-record";
import type { Findings } from "./findings";
import type { ReadConversation } from "./key-client";

const SPOKEN = [
  "user_input",
  "user_input_dtmf",
  "agent_response",
  "translated_user_input",
  "english_agent_response",
] as const;

/** Compares a call that ended with what is listed under its id: once, with the same words, metrics and state. */
export function compareConversation(call: PlayedCall, listed: ReadConversation[], findings: Findings): void {
  const [read, ...more] = listed;
  if (!read) {
    findings.lose(`The conversation ${call.id} is not there.`);
    return;
  }
  for (const _ of more) findings.double(`The conversation ${call.id} is listed more than once.`);
  if (read.in_progress) findings.lose(`The conversation ${call.id} is still in progress although it ended.`);
  compareTurns(call, read, findings);
  for (const [name, value] of Object.entries(call.metrics)) {
    const stored = read.metrics[name];
    if (Array.isArray(stored))
      findings.double(`The metric ${name} of ${call.id} was written more than once.`);
    else if (stored !== value) findings.lose(`The metric ${name} of ${call.id} is missing or another.`);
  }
  if (!isDeepStrictEqual(read.state, call.state)) findings.lose(`The state of ${call.id} is another.`);
  if (call.handoff && !read.handoff)
    findings.lose(`The conversation ${call.id} knows nothing of its handoff.`);
}

function compareTurns({ id, turns }: PlayedCall, read: ReadConversation, findings: Findings): void {
  for (const [index, sent] of turns.entries()) {
    const stored = read.turns[index];
    if (!stored) findings.lose(`Turn ${index} of ${id} is missing.`);
    else if (SPOKEN.some((field) => stored[field] !== sent[field]))
      findings.lose(`Turn ${index} of ${id} has other words.`);
  }
  for (let index = turns.length; index < read.turns.length; index++) {
    findings.double(`Turn ${index} of ${id} was never sent.`);
  }
}
