import { isDeepStrictEqual } from "node:util";
import type { PlayedCall } from "./call-record";
import type { FetchedConversation } from "./key-client";
import type { VerificationReport } from "./report";

const TEXT_FIELDS = [
  "user_input",
  "user_input_dtmf",
  "agent_response",
  "translated_user_input",
  "english_agent_response",
] as const;

/** Compares a completed call with the conversation that the API lists: once, with the same text, metrics and state. */
export function compareConversation(
  call: PlayedCall,
  listed: FetchedConversation[],
  findings: VerificationReport,
): void {
  const [read, ...more] = listed;
  if (!read) {
    findings.addMissing(`Conversation ${call.id} is missing.`);
    return;
  }
  for (const _ of more) findings.addDuplicate(`Conversation ${call.id} is listed more than once.`);
  if (read.in_progress) findings.addMissing(`Conversation ${call.id} ended but is still in progress.`);
  compareTurns(call, read, findings);
  for (const [name, value] of Object.entries(call.metrics)) {
    const stored = read.metrics[name];
    if (Array.isArray(stored))
      findings.addDuplicate(`Metric ${name} of ${call.id} was written more than once.`);
    else if (stored !== value) findings.addMissing(`Metric ${name} of ${call.id} is missing or different.`);
  }
  if (!isDeepStrictEqual(read.state, call.state))
    findings.addMissing(`The state of ${call.id} is different.`);
  if (call.handoff && !read.handoff)
    findings.addMissing(`Conversation ${call.id} does not show its handoff.`);
}

function compareTurns(
  { id, turns }: PlayedCall,
  read: FetchedConversation,
  findings: VerificationReport,
): void {
  for (const [index, sent] of turns.entries()) {
    const stored = read.turns[index];
    if (!stored) findings.addMissing(`Turn ${index} of ${id} is missing.`);
    else if (TEXT_FIELDS.some((field) => stored[field] !== sent[field]))
      findings.addMissing(`Turn ${index} of ${id} has different text.`);
  }
  for (let index = turns.length; index < read.turns.length; index++) {
    findings.addDuplicate(`Turn ${index} of ${id} was never sent.`);
  }
}
