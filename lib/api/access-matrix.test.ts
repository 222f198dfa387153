import { beforeAll, describe, expect, test } from "vitest";
import { transaction } from "@/db/client/client";
import { insertEventId } from "@/db/queries/external-events";
import { newId } from "@/lib/core/ids";
import type { Permission } from "@/lib/features/api-keys/constants";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { recordHandoff } from "@/lib/features/runtime/record-handoff";
import { startConversation } from "@/lib/features/runtime/start-conversation";
import { setupApiServer } from "@/testing/api-server";
import { dumpDatabase } from "@/testing/database";
import { makeKey } from "@/testing/fixtures";
import { sendRawRequest } from "@/testing/raw-http";
import { seedTenant, type Tenant } from "@/testing/two-tenants";

// Every operation of the document by everybody who may not: the answer, and every row of the database before and after.

/** What an operation needs to succeed, about the conversation CONVERSATION of the agent AGENT. */
interface Requirements {
  permission?: Permission;
  query?: string;
  body?: string;
  /** What whoever may is answered. */
  success: number;
}
const conversationQuery = "id=CONVERSATION";
const read = (query = ""): Requirements => ({ permission: "conversations", query, success: 200 });
const OPERATIONS: Record<string, Requirements> = {
  listConversations: read(),
  listConversationsOfKey: read("project_id=AGENT"),
  listAgentConversations: read(),
  getConversation: read(),
  // Nobody has recordings yet; those who may are told so.
  getRecording: { ...read(), success: 404 },
  getHandoffState: { permission: "handoff", query: conversationQuery, success: 200 },
  receiveExternalEvent: {
    permission: "external_events",
    query: "account_id=WORKSPACE&project_id=AGENT&event_id_location=payload&event_id_path=id",
    body: '{"id":"EVENT"}',
    success: 201,
  },
  startConversation: { body: '{"id":"NEW","environment":"live","channel":"VOICE"}', success: 201 },
  appendTurn: { body: '{"index":0,"user_input":"x"}', success: 201 },
  writeMetric: { body: '{"name":"TOPIC","value":"x"}', success: 200 },
  patchState: { body: '{"a":1}', success: 200 },
  recordHandoff: { body: '{"destination":"a","reason":"b"}', success: 201 },
  issueEventId: { body: "{}", success: 201 },
  waitForExternalEvents: { query: "wait=0", success: 200 },
  importConversations: {
    body: '{"id":"NEW-2","environment":"live","started_at":"2026-09-01T10:00:00Z","channel":"X","in_progress":false}',
    success: 200,
  },
  endConversation: { body: "{}", success: 200 },
};
/** Those that make something where the token belongs, whoever has made something of that name elsewhere. */
const CREATE_OPERATIONS = ["startConversation", "importConversations"];

/** What anybody may read. */
const PUBLIC_OPERATIONS = ["getHealth", "getReadiness", "getOpenApiDocument"];

interface Target {
  workspace: string;
  agent: string;
  conversation: string;
  event: string;
}

const api = setupApiServer();
let own: Tenant;
let foreign: Tenant;
/** What the tests are about, and the same of nobody's. */
let ours: Target;
let missing: Target;

beforeAll(async () => {
  [own, foreign] = [await seedTenant(), await seedTenant()];
  const { actor, agents } = own;
  const runtime = { kind: "runtime", workspaceId: actor.workspaceId, agentId: agents.writer.id } as const;
  const place = { workspace: actor.workspaceId, agent: agents.writer.id, conversation: "ours-alone" };
  ours = { ...place, event: newId("externalEvent") };
  const call = { channel: "VOICE", from_number: "", to_number: "", variant_id: "", variant_name: "" };
  await startConversation(runtime, { id: ours.conversation, environment: "live", ...call });
  await recordHandoff(runtime, ours.conversation, { destination: "a", reason: "b", data: {} }, "{}");
  const issued = { agentId: ours.agent, conversationId: ours.conversation, sendToLlm: true };
  await transaction((tx) => insertEventId(tx, ours.workspace, { ...issued, id: ours.event }));
  missing = {
    workspace: newId("workspace"),
    agent: newId("agent"),
    conversation: "nobodys",
    event: newId("externalEvent"),
  };
});

const documentedOperations = () =>
  Object.entries(api().document.paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, told]) => {
      const { operationId, security = [] } = told as { operationId?: string; security?: object[] };
      return { operationId: operationId ?? "", template, method: method.toUpperCase(), security };
    }),
  );

/** Sends a request for an operation that is good but for who asks. */
async function send(operationId: string, place: Target, headers: [string, string][]) {
  const operation = documentedOperations().find((one) => one.operationId === operationId);
  const { query, body } = OPERATIONS[operationId] ?? { success: 0 };
  const filled = (text: string) =>
    text
      .replace(/\{account_id\}|WORKSPACE/g, place.workspace)
      .replace(/\{project_id\}|\{agentId\}|AGENT/g, place.agent)
      .replace(/\{id\}|\{conversationId\}|CONVERSATION/g, place.conversation)
      .replace("EVENT", place.event);
  const { method = "", template = "" } = operation ?? {};
  const target = filled(query ? `${template}?${query}` : template);
  const type: [string, string] = [
    "content-type",
    operationId.startsWith("import") ? "application/x-ndjson" : "application/json",
  ];
  const sent: [string, string][] = [...headers, ["x-polyai-correlation-id", "same"], ...(body ? [type] : [])];
  const answer = await sendRawRequest(api().port, {
    method,
    target,
    headers: sent,
    body: body ? Buffer.from(filled(body)) : undefined,
  });
  api().check({ method, path: target, ...answer });
  return { status: answer.status, text: answer.text };
}

/** Every row but those that tell of requests, and when a key was used: about once a second they are written. */
async function databaseRows(): Promise<string[]> {
  let table = "";
  const told = (await dumpDatabase()).split("\n").flatMap((line) => {
    if (!line.startsWith("{")) table = line;
    if (/^public\.(api_request|api_key_(usage|addresses))/.test(table)) return [];
    return [`${table}: ${line.replace(/"last_used_minute": "[^"]*"/, "")}`];
  });
  return told.sort();
}
const agentRows = (all: string[]): string[] => all.filter((row) => row.includes(ours.agent));

const bearerHeader = (token: string): [string, string][] => [["authorization", `Bearer ${token}`]];
const apiKeyHeader = (key: string): [string, string][] => [["x-api-key", key]];
const expectStatus = async (operationId: string, status: number, ...headers: [string, string][]) => {
  const answer = await send(operationId, ours, headers);
  expect(answer.status, answer.text).toBe(status);
  return answer;
};

test("every operation of the document is tried here", () => {
  expect(
    documentedOperations()
      .map(({ operationId }) => operationId)
      .toSorted(),
  ).toEqual([...Object.keys(OPERATIONS), ...PUBLIC_OPERATIONS].toSorted());
  const open = documentedOperations().filter(({ security }) => security.length === 0);
  expect(open.map(({ operationId }) => operationId).toSorted()).toEqual(PUBLIC_OPERATIONS.toSorted());
});

describe.each(Object.keys(OPERATIONS).filter((id) => OPERATIONS[id]?.permission))("%s", (operationId) => {
  const { permission, success } = OPERATIONS[operationId] as Requirements;

  test("tells who may not no more than of what there is not, and changes nothing", async () => {
    const rest = (["conversations", "handoff", "external_events"] as const).filter(
      (one) => one !== permission,
    );
    const lacking = await makeKey(own.actor, { permissions: rest });
    const before = await databaseRows();
    await expectStatus(operationId, 401);
    const stranger = await expectStatus(operationId, 404, ...apiKeyHeader(foreign.keys.good.secret));
    expect(await send(operationId, missing, apiKeyHeader(foreign.keys.good.secret))).toEqual(stranger);
    await expectStatus(operationId, 403, ...apiKeyHeader(own.keys.narrow.secret));
    await expectStatus(operationId, 403, ...apiKeyHeader(lacking.secret));
    await expectStatus(operationId, 401, ...bearerHeader(own.token.secret));
    await expectStatus(operationId, 401, ...apiKeyHeader(own.token.secret));
    await expectStatus(operationId, 401, ...bearerHeader(own.keys.good.secret));
    // At their own agent, by the names of ours.
    const theirs = { workspace: foreign.actor.workspaceId, agent: foreign.agents.writer.id };
    const named = await send(operationId, { ...ours, ...theirs }, apiKeyHeader(foreign.keys.good.secret));
    expect(
      await send(operationId, { ...missing, ...theirs }, apiKeyHeader(foreign.keys.good.secret)),
    ).toEqual(named);
    expect(await databaseRows()).toEqual(before);
  });

  test("does it for who may", async () => {
    await expectStatus(operationId, success, ...apiKeyHeader(own.keys.good.secret));
  });
});

describe.each(Object.keys(OPERATIONS).filter((id) => !OPERATIONS[id]?.permission))("%s", (operationId) => {
  const { success } = OPERATIONS[operationId] as Requirements;

  test("tells who may not no more than of what there is not, and changes nothing of this agent", async () => {
    const neighbour = await createRuntimeToken(own.actor, own.agents.open.id);
    const before = await databaseRows();
    await expectStatus(operationId, 401);
    await expectStatus(operationId, 401, ...apiKeyHeader(own.keys.good.secret));
    await expectStatus(operationId, 401, ...bearerHeader(own.keys.good.secret));
    await expectStatus(operationId, 401, ...apiKeyHeader(own.token.secret));
    expect(await databaseRows()).toEqual(before);
    for (const token of [neighbour.token, foreign.token.secret]) {
      if (CREATE_OPERATIONS.includes(operationId)) {
        await expectStatus(operationId, success, ...bearerHeader(token));
      } else {
        const other = await expectStatus(operationId, 404, ...bearerHeader(token));
        expect(await send(operationId, missing, bearerHeader(token))).toEqual(other);
      }
    }
    const after = await databaseRows();
    if (CREATE_OPERATIONS.includes(operationId)) expect(agentRows(after)).toEqual(agentRows(before));
    else expect(after).toEqual(before);
  });

  test("does it for who may", async () => {
    const before = agentRows(await databaseRows());
    await expectStatus(operationId, success, ...bearerHeader(own.token.secret));
    if (operationId !== "waitForExternalEvents") expect(agentRows(await databaseRows())).not.toEqual(before);
  });
});
