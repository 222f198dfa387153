import type { OpenAPIHono } from "@hono/zod-openapi";
import { rawMember } from "../raw-json";
import { appendTurn } from "../runtime/append-turn";
import {
  appendTurnInput,
  conversationIdAnswer,
  endConversationInput,
  eventIdAnswer,
  handoffInput,
  issueEventIdInput,
  metricAnswer,
  startConversationInput,
  statePatchInput,
  turnAnswer,
  writeMetricInput,
} from "../runtime/contract";
import { endConversation } from "../runtime/end-conversation";
import { issueEventId } from "../runtime/issue-event-id";
import { patchState } from "../runtime/patch-state";
import { recordHandoff } from "../runtime/record-handoff";
import { startConversation } from "../runtime/start-conversation";
import { writeMetric } from "../runtime/write-metric";
import { runtimeEvents } from "./runtime-events";
import { runtimeImport } from "./runtime-import";
import { runtimeWrite } from "./runtime-write";
import type { ApiEnv } from "./types";

/** How an agent's runtime feeds its calls in. */
export function runtime(app: OpenAPIHono<ApiEnv>): void {
  runtimeWrite(app, {
    method: "post",
    path: "",
    operationId: "startConversation",
    summary: "Start a conversation",
    description: "The same id again is the same conversation, which stays as it is.",
    body: startConversationInput,
    example: { id: "CA-demo", environment: "live", channel: "VOICE-SIP", from_number: "+447700900123" },
    answer: conversationIdAnswer,
    statuses: { 200: "It was there already.", 201: "Started." },
    run: async (actor, _, input) => {
      const { id, created } = await startConversation(actor, input);
      return [created ? 201 : 200, { id }];
    },
  });
  runtimeWrite(app, {
    method: "post",
    path: "/turns",
    operationId: "appendTurn",
    summary: "Add a turn",
    description: "The same turn at the same index changes nothing; another there, or a gap, is 409.",
    body: appendTurnInput,
    example: { index: 0, user_input: "I would like to pay", agent_response: "One moment.", latency: 0.6 },
    answer: turnAnswer,
    statuses: { 200: "It was there already.", 201: "Added." },
    run: async (actor, id, input) => [
      (await appendTurn(actor, id, input)) ? 201 : 200,
      { index: input.index },
    ],
  });
  runtimeWrite(app, {
    method: "post",
    path: "/metrics",
    operationId: "writeMetric",
    summary: "Write a metric",
    description: "A second write of a name makes its value a list.",
    body: writeMetricInput,
    example: { name: "TOPIC", value: "payment", write_once: true },
    answer: metricAnswer,
    statuses: { 200: "Written." },
    run: async (actor, id, input) => {
      await writeMetric(actor, id, input);
      return [200, { name: input.name }];
    },
  });
  runtimeWrite(app, {
    method: "patch",
    path: "/state",
    operationId: "patchState",
    summary: "Merge into the state",
    description: "Key by key; null removes one.",
    body: statePatchInput,
    example: { invoice: "INV-7", attempt: 1, obsolete: null },
    answer: conversationIdAnswer,
    statuses: { 200: "Merged." },
    run: async (actor, id, _, text) => {
      await patchState(actor, id, text);
      return [200, { id }];
    },
  });
  runtimeWrite(app, {
    method: "post",
    path: "/handoff",
    operationId: "recordHandoff",
    summary: "Hand the call on",
    description: "What is handed over is answered by the Handoff API, by this id or the shared one.",
    body: handoffInput,
    example: { destination: "accounts", reason: "refund", shared_id: "case-17", data: { sum: 12.5 } },
    answer: conversationIdAnswer,
    statuses: { 201: "Recorded." },
    run: async (actor, id, input, text) => {
      await recordHandoff(actor, id, input, rawMember(text, "data") ?? "{}");
      return [201, { id }];
    },
  });
  runtimeWrite(app, {
    method: "post",
    path: "/external-events",
    operationId: "issueEventId",
    summary: "Issue an external event id",
    description: "Whoever is given the id, and has an API key, can send events into this conversation.",
    body: issueEventIdInput,
    example: { send_to_llm: true },
    answer: eventIdAnswer,
    statuses: { 201: "Issued, for an hour." },
    run: async (actor, id, input) => [201, await issueEventId(actor, id, input)],
  });
  runtimeWrite(app, {
    method: "post",
    path: "/end",
    operationId: "endConversation",
    summary: "End the conversation",
    description: "From then on it takes no more writes. Ending it again changes nothing.",
    body: endConversationInput,
    example: {},
    answer: conversationIdAnswer,
    statuses: { 200: "Ended." },
    run: async (actor, id, input) => {
      await endConversation(actor, id, input);
      return [200, { id }];
    },
  });
  runtimeEvents(app);
  runtimeImport(app);
}
