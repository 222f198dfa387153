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

// Calls every documented operation as every kind of unauthorized caller, and compares the response and all database rows.

/** What an operation needs to succeed. CONVERSATION, AGENT and WORKSPACE are replaced by the target's. */
interface Requirements {
  permission?: Permission;
  query?: string;
  body?: string;
  /** The status for an authorized caller. */
  success: number;
}
const conversationQuery = "id=CONVERSATION";
const read = (query = ""): Requirements => ({ permission: "conversations", query, success: 200 });
const OPERATIONS: Record<string, Requirements> = {
  listConversations: read(),
  listConversationsOfKey: read("project_id=AGENT"),
  listAgentConversations: read(),
  getConversation: read(),
  // There are no recordings yet, so an authorized caller gets 404.
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
/** Operations that create data for the token's own agent, even if another agent has data with the same ID. */
const CREATE_OPERATIONS = ["startConversation", "importConversations"];

/** Operations without authentication. */
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
/** The target of the requests, and a target that does not exist. */
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
    conversation: "missing",
    event: newId("externalEvent"),
  };
});

const documentedOperations = () =>
  Object.entries(api().document.paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const { operationId, security = [] } = operation as { operationId?: string; security?: object[] };
      return { operationId: operationId ?? "", template, method: method.toUpperCase(), security };
    }),
  );

/** Sends a valid request for an operation with the given credentials. */
async function send(operationId: string, place: Target, headers: [string, string][]) {
  const operation = documentedOperations().find((documented) => documented.operationId === operationId);
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
  const response = await sendRawRequest(api().port, {
    method,
    target,
    headers: sent,
    body: body ? Buffer.from(filled(body)) : undefined,
  });
  api().check({ method, path: target, ...response });
  return { status: response.status, text: response.text };
}

/** Every row, except the request log and key usage, which are written about once a second. */
async function databaseRows(): Promise<string[]> {
  let table = "";
  const rows = (await dumpDatabase()).split("\n").flatMap((line) => {
    if (!line.startsWith("{")) table = line;
    if (/^public\.(api_request|api_key_(usage|addresses))/.test(table)) return [];
    return [`${table}: ${line.replace(/"last_used_minute": "[^"]*"/, "")}`];
  });
  return rows.sort();
}
const agentRows = (all: string[]): string[] => all.filter((row) => row.includes(ours.agent));

const bearerHeader = (token: string): [string, string][] => [["authorization", `Bearer ${token}`]];
const apiKeyHeader = (key: string): [string, string][] => [["x-api-key", key]];
const expectStatus = async (operationId: string, status: number, ...headers: [string, string][]) => {
  const response = await send(operationId, ours, headers);
  expect(response.status, response.text).toBe(status);
  return response;
};

test("covers every documented operation", () => {
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

  test("gives callers without access the same response as for missing data, and changes nothing", async () => {
    const otherPermissions = (["conversations", "handoff", "external_events"] as const).filter(
      (other) => other !== permission,
    );
    const lacking = await makeKey(own.actor, { permissions: otherPermissions });
    const before = await databaseRows();
    await expectStatus(operationId, 401);
    const stranger = await expectStatus(operationId, 404, ...apiKeyHeader(foreign.keys.good.secret));
    expect(await send(operationId, missing, apiKeyHeader(foreign.keys.good.secret))).toEqual(stranger);
    await expectStatus(operationId, 403, ...apiKeyHeader(own.keys.narrow.secret));
    await expectStatus(operationId, 403, ...apiKeyHeader(lacking.secret));
    await expectStatus(operationId, 401, ...bearerHeader(own.token.secret));
    await expectStatus(operationId, 401, ...apiKeyHeader(own.token.secret));
    await expectStatus(operationId, 401, ...bearerHeader(own.keys.good.secret));
    // With the stranger's own agent and our ids.
    const theirs = { workspace: foreign.actor.workspaceId, agent: foreign.agents.writer.id };
    const named = await send(operationId, { ...ours, ...theirs }, apiKeyHeader(foreign.keys.good.secret));
    expect(
      await send(operationId, { ...missing, ...theirs }, apiKeyHeader(foreign.keys.good.secret)),
    ).toEqual(named);
    expect(await databaseRows()).toEqual(before);
  });

  test("succeeds for an authorized caller", async () => {
    await expectStatus(operationId, success, ...apiKeyHeader(own.keys.good.secret));
  });
});

describe.each(Object.keys(OPERATIONS).filter((id) => !OPERATIONS[id]?.permission))("%s", (operationId) => {
  const { success } = OPERATIONS[operationId] as Requirements;

  test("gives other tokens the same response as for missing data, and changes nothing of this agent", async () => {
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

  test("succeeds for an authorized caller", async () => {
    const before = agentRows(await databaseRows());
    await expectStatus(operationId, success, ...bearerHeader(own.token.secret));
    if (operationId !== "waitForExternalEvents") expect(agentRows(await databaseRows())).not.toEqual(before);
  });
});
