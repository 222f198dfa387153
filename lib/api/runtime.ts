import type { OpenAPIHono } from "@hono/zod-openapi";
import { parseRawMember } from "@/lib/core/json-members";
import { appendTurn } from "@/lib/features/runtime/append-turn";
import {
  appendTurnInput,
  conversationIdResponse,
  endConversationInput,
  eventIdResponse,
  handoffInput,
  issueEventIdInput,
  metricResponse,
  startConversationInput,
  statePatchInput,
  turnResponse,
  writeMetricInput,
} from "@/lib/features/runtime/contract";
import { endConversation } from "@/lib/features/runtime/end-conversation";
import { issueEventId } from "@/lib/features/runtime/issue-event-id";
import { patchState } from "@/lib/features/runtime/patch-state";
import { recordHandoff } from "@/lib/features/runtime/record-handoff";
import { startConversation } from "@/lib/features/runtime/start-conversation";
import { writeMetric } from "@/lib/features/runtime/write-metric";
import type { ApiEnv } from "./http/context";
import { registerRuntimeEvents } from "./runtime-events";
import { registerRuntimeImport } from "./runtime-import";
import { registerRuntimeWrite } from "./runtime-write";

/** The API that an agent's runtime reports its calls to. */
export function registerRuntime(app: OpenAPIHono<ApiEnv>): void {
  registerRuntimeWrite(app, {
    method: "post",
    path: "",
    operationId: "startConversation",
    summary: "Start a conversation",
    description: "Sending the same ID again returns the existing conversation unchanged.",
    body: startConversationInput,
    example: { id: "CA-demo", environment: "live", channel: "VOICE-SIP", from_number: "+447700900123" },
    responseSchema: conversationIdResponse,
    statuses: { 200: "The conversation already exists; it may have ended.", 201: "Started." },
    run: async (actor, _, input) => {
      const { id, created } = await startConversation(actor, input);
      return [created ? 201 : 200, { id }];
    },
  });
  registerRuntimeWrite(app, {
    method: "post",
    path: "/turns",
    operationId: "appendTurn",
    summary: "Add a turn",
    description:
      "Sending the same turn at the same index again changes nothing. A different turn at that index, or a gap, returns 409.",
    body: appendTurnInput,
    example: { index: 0, user_input: "I would like to pay", agent_response: "One moment.", latency: 0.6 },
    responseSchema: turnResponse,
    statuses: { 200: "The same turn already exists.", 201: "Added." },
    run: async (actor, id, input, text) => [
      (await appendTurn(actor, id, input, text)) ? 201 : 200,
      { index: input.index },
    ],
  });
  registerRuntimeWrite(app, {
    method: "post",
    path: "/metrics",
    operationId: "writeMetric",
    summary: "Write a metric",
    description: "Writing a name a second time turns its value into a list.",
    body: writeMetricInput,
    example: { name: "TOPIC", value: "payment", write_once: true },
    responseSchema: metricResponse,
    statuses: { 200: "Written, or left unchanged because of `write_once`." },
    run: async (actor, id, input, text) => {
      await writeMetric(actor, id, input, parseRawMember(text, "value") ?? "");
      return [200, { name: input.name }];
    },
  });
  registerRuntimeWrite(app, {
    method: "patch",
    path: "/state",
    operationId: "patchState",
    summary: "Merge into the state",
    description: "Merged key by key. A null value removes the key.",
    body: statePatchInput,
    example: { invoice: "INV-7", attempt: 1, obsolete: null },
    responseSchema: conversationIdResponse,
    statuses: { 200: "Merged." },
    run: async (actor, id, _, text) => {
      await patchState(actor, id, text);
      return [200, { id }];
    },
  });
  registerRuntimeWrite(app, {
    method: "post",
    path: "/handoff",
    operationId: "recordHandoff",
    summary: "Hand the call off",
    description: "The Handoff API returns `data` by this conversation's ID or by `shared_id`.",
    body: handoffInput,
    example: { destination: "accounts", reason: "refund", shared_id: "case-17", data: { sum: 12.5 } },
    responseSchema: conversationIdResponse,
    statuses: { 201: "Recorded." },
    run: async (actor, id, input, text) => {
      await recordHandoff(actor, id, input, parseRawMember(text, "data") ?? "{}");
      return [201, { id }];
    },
  });
  registerRuntimeWrite(app, {
    method: "post",
    path: "/external-events",
    operationId: "issueEventId",
    summary: "Issue an external event ID",
    description: "A client with this ID and an API key can send events into this conversation.",
    body: issueEventIdInput,
    example: { send_to_llm: true },
    responseSchema: eventIdResponse,
    statuses: { 201: "Issued; valid for one hour." },
    run: async (actor, id, input) => [201, await issueEventId(actor, id, input)],
  });
  registerRuntimeWrite(app, {
    method: "post",
    path: "/end",
    operationId: "endConversation",
    summary: "End the conversation",
    description: "The conversation accepts no writes afterwards. Ending it again changes nothing.",
    body: endConversationInput,
    example: {},
    responseSchema: conversationIdResponse,
    statuses: { 200: "Ended, by this request or an earlier one." },
    run: async (actor, id, input) => {
      await endConversation(actor, id, input);
      return [200, { id }];
    },
  });
  registerRuntimeEvents(app);
  registerRuntimeImport(app);
}
