import { isDeepStrictEqual } from "node:util";
import type { PlayedCall } from "./call-record";
import { compareConversation } from "./compare-conversation";
import { compareEvents } from "./compare-events";
import { RequestError } from "./http-client";
import type { FetchedConversation, KeyClient } from "./key-client";
import { VerificationReport } from "./report";

/**
 * Reads the calls back through the external APIs and reports missing and duplicate data.
 * @param since when the first call started
 */
export async function verify(
  calls: readonly PlayedCall[],
  client: KeyClient,
  { since, pageSize }: { since: Date; pageSize: number },
): Promise<VerificationReport> {
  const findings = new VerificationReport();
  const read = await conversationsById(calls, client, since, pageSize);
  for (const call of calls) {
    if (!call.ended) {
      findings.addMissing(`Call ${call.id} failed: ${call.failure ?? "it never ended"}.`);
      continue;
    }
    compareConversation(call, read.get(call.id) ?? [], findings);
    compareEvents(call, findings);
    await compareHandoff(call, client, findings);
  }
  return findings;
}

async function conversationsById(
  calls: readonly PlayedCall[],
  client: KeyClient,
  since: Date,
  pageSize: number,
): Promise<Map<string, FetchedConversation[]>> {
  const read = new Map<string, FetchedConversation[]>();
  for (const environment of new Set(calls.map((call) => call.environment))) {
    for await (const conversation of client.conversations(environment, since, pageSize)) {
      read.set(conversation.id, [...(read.get(conversation.id) ?? []), conversation]);
    }
  }
  return read;
}

async function compareHandoff(
  call: PlayedCall,
  client: KeyClient,
  findings: VerificationReport,
): Promise<void> {
  if (!call.handoff) return;
  const { sharedId, data } = call.handoff;
  try {
    const found = await client.handoffState(sharedId);
    if (found.id !== call.id || !isDeepStrictEqual(found.data, data)) {
      findings.addMissing(`The handoff of ${call.id} is different.`);
    }
  } catch (error) {
    if (!(error instanceof RequestError) || error.status !== 404) throw error;
    findings.addMissing(`The handoff of ${call.id} is missing.`);
  }
}
