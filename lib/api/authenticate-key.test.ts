import { beforeAll, expect, test } from "vitest";
import { deleteAgent } from "@/lib/features/agents/delete-agent";
import { agentPurger } from "@/lib/features/agents/purge-deleted-agents";
import { deleteApiKey } from "@/lib/features/api-keys/delete-api-key";
import { generateSecret } from "@/lib/features/api-keys/secret";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { generateRuntimeToken } from "@/lib/features/runtime/runtime-token";
import { requestLog } from "@/lib/features/usage/request-log";
import { setupApiServer } from "@/testing/api-server";
import { captureStatements, dumpDatabase } from "@/testing/database";
import { makeAgent, makeKey, makeWorkspace } from "@/testing/fixtures";
import { sendRawRequest } from "@/testing/raw-http";

const api = setupApiServer();
let statements: Awaited<ReturnType<typeof captureStatements>>;
beforeAll(async () => {
  statements = await captureStatements();
});

type RequestSpec = [
  path: string,
  request?: { method?: string; headers?: Record<string, string>; body?: string },
];
const JSON_BODY = { "content-type": "application/json" };

/** Valid and invalid requests for every operation: other errors must not show before the key error. */
const KEY_REQUESTS: Record<string, RequestSpec[]> = {
  listConversations: [
    ["/v3/WS/AGENT/conversations?limit=1"],
    ["/v3/WS/AGENT/conversations?limit=5000&query_type=transcript&query=hello"],
    ["/v3/WS/AGENT/conversations?limit=no"],
    ["/v3/WS/AGENT/conversations?cursor=nonsense"],
    ["/v3/nowhere/missing/conversations"],
    ["/v3/WS/AGENT/conversations", { method: "HEAD" }],
  ],
  listConversationsOfKey: [
    ["/v3/conversations"],
    ["/v3/conversations?project_id=AGENT"],
    ["/v3/conversations?project_id=missing&sample=all"],
  ],
  listAgentConversations: [["/v1/agents/AGENT/conversations"], ["/v1/agents/missing/conversations?limit=-1"]],
  getConversation: [["/v1/agents/AGENT/conversations/CA1"], ["/v1/agents/missing/conversations/CA1"]],
  getRecording: [
    ["/v1/agents/AGENT/conversations/CA1/audio"],
    ["/v1/agents/AGENT/conversations/CA1/audio?redacted=perhaps"],
  ],
  getHandoffState: [
    ["/v1/WS/AGENT/handoff_state?id=CA1"],
    ["/v1/WS/AGENT/handoff_state?shared_id=x"],
    ["/v1/WS/AGENT/handoff_state"],
  ],
  receiveExternalEvent: [
    [
      "/v1/external-events/webhook?account_id=WS&project_id=AGENT&event_id_location=payload&event_id_path=id",
      { method: "POST", headers: JSON_BODY, body: '{"id":"evt_1"}' },
    ],
    ["/v1/external-events/webhook", { method: "POST", headers: JSON_BODY, body: '{"id":' }],
    ["/v1/external-events/webhook", { method: "POST", headers: { "content-type": "image/png" }, body: "x" }],
    ["/v1/external-events/webhook", { method: "POST", body: "x".repeat(1_048_577) }],
  ],
};

const RUNTIME = "/runtime/v1/conversations";
const write = (path: string): RequestSpec[] => [
  [
    RUNTIME + path,
    { method: "POST", headers: JSON_BODY, body: '{"id":"CA1","environment":"live","channel":"X"}' },
  ],
  [RUNTIME + path, { method: "POST", headers: JSON_BODY, body: "{" }],
  [RUNTIME + path, { method: "POST", headers: { "content-type": "text/html" }, body: "x".repeat(1_048_577) }],
];
const TOKEN_REQUESTS: Record<string, RequestSpec[]> = {
  startConversation: write(""),
  appendTurn: write("/CA1/turns"),
  writeMetric: write("/CA1/metrics"),
  patchState: [[`${RUNTIME}/CA1/state`, { method: "PATCH", headers: JSON_BODY, body: "[" }]],
  recordHandoff: write("/CA1/handoff"),
  issueEventId: write("/CA1/external-events"),
  endConversation: write("/CA1/end"),
  waitForExternalEvents: [
    [`${RUNTIME}/CA1/external-events?wait=30`],
    [`${RUNTIME}/CA1/external-events?wait=soon`],
  ],
  importConversations: write(":import"),
};

/** Sends a request. Returns its response and the statements that PostgreSQL ran for it. */
async function send([path, request = {}]: RequestSpec, header: Record<string, string>) {
  let response = "";
  const statementsRun = await statements.during(async () => {
    const { port, check } = api();
    const { method = "GET", body } = request;
    const headers = { ...request.headers, ...header, "x-polyai-correlation-id": "same" };
    const sent = { headers: Object.entries(headers), body: body === undefined ? body : Buffer.from(body) };
    const received = await sendRawRequest(port, { method, target: path, ...sent });
    check({ method, path, ...received });
    const { status, rawHeaders, text } = received;
    // Headers in their original order and case, without the date.
    const date = rawHeaders.indexOf("Date");
    expect(date).toBeGreaterThan(-1);
    response = JSON.stringify([status, rawHeaders.toSpliced(date + 1, 1), text]);
  });
  return { response, statementsRun };
}

const operationsWith = (scheme: string) =>
  Object.values(api().document.paths)
    .flatMap((operations) => Object.values(operations) as { operationId?: string; security?: object[] }[])
    .filter(({ security }) => security?.some((one) => scheme in one))
    .map(({ operationId }) => operationId);

/** The requests, with an existing agent and workspace. */
async function setup(requests: Record<string, RequestSpec[]>) {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  const here = (path: string) => path.replaceAll("WS", actor.slug).replaceAll("AGENT", agent.slug);
  const all = Object.values(requests).flatMap((sent) =>
    sent.map(([path, request]): RequestSpec => [here(path), request]),
  );
  return { actor, agent, all };
}

test("gives unknown, deleted, expired and malformed keys the same response, malformed ones without a query", async () => {
  expect(operationsWith("ApiKeyAuth").toSorted()).toEqual(Object.keys(KEY_REQUESTS).toSorted());
  const { actor, all } = await setup(KEY_REQUESTS);
  const deleted = await makeKey(actor);
  await deleteApiKey(actor, { id: deleted.key.id });
  const expired = await makeKey(actor, { expiresAt: "2020-01-01T00:00:00Z" });
  const equivalent = [deleted.secret, expired.secret];
  const garbage = [
    undefined,
    "",
    "nonsense",
    `${generateSecret().secret}x`,
    generateSecret().secret.replace(/.$/, (end) => (end === "0" ? "1" : "0")),
  ];
  const header = (key: string | undefined): Record<string, string> =>
    key === undefined ? {} : { "x-api-key": key };
  await requestLog.flush();
  const before = await dumpDatabase();

  for (const request of all) {
    const unknown = await send(request, header(generateSecret().secret));
    expect(unknown.statementsRun.length, request[0]).toBe(1);
    for (const key of equivalent) expect(await send(request, header(key)), request[0]).toEqual(unknown);
    for (const key of garbage) {
      expect(await send(request, header(key)), request[0]).toEqual({
        response: unknown.response,
        statementsRun: [],
      });
    }
  }
  await requestLog.flush();
  expect(await dumpDatabase()).toBe(before);
});

test("gives unknown, replaced and orphaned runtime tokens the same response after the same query", async () => {
  expect(operationsWith("RuntimeToken").toSorted()).toEqual(Object.keys(TOKEN_REQUESTS).toSorted());
  const { actor, agent, all } = await setup(TOKEN_REQUESTS);
  const replaced = await createRuntimeToken(actor, agent.id);
  await createRuntimeToken(actor, agent.id);
  const deletedAgent = await makeAgent(actor);
  const orphaned = await createRuntimeToken(actor, deletedAgent.id);
  await deleteAgent(actor, { id: deletedAgent.id });
  // The deleted agent's rows disappear in the background.
  await agentPurger().idle();
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const garbage: Record<string, string>[] = [
    {},
    { authorization: "" },
    bearer("nonsense"),
    { authorization: generateRuntimeToken() },
    { authorization: `Basic ${generateRuntimeToken()}` },
    bearer(generateSecret().secret),
  ];
  const before = await dumpDatabase();
  for (const request of all) {
    const unknown = await send(request, bearer(generateRuntimeToken()));
    expect(unknown.statementsRun.length, request[0]).toBe(1);
    for (const token of [replaced.token, orphaned.token]) {
      expect(await send(request, bearer(token)), request[0]).toEqual(unknown);
    }
    for (const header of garbage) {
      expect(await send(request, header), request[0]).toEqual({
        response: unknown.response,
        statementsRun: [],
      });
    }
  }
  expect(await dumpDatabase()).toBe(before);
});

test("treats a deleted key that was in use like an unknown key", async () => {
  const { actor, all } = await setup({ some: KEY_REQUESTS.listConversations?.slice(0, 1) ?? [] });
  const [used, request] = [await makeKey(actor), all[0] as RequestSpec];
  const unknown = await send(request, { "x-api-key": generateSecret().secret });
  expect((await send(request, { "x-api-key": used.secret })).response).not.toBe(unknown.response);
  await deleteApiKey(actor, { id: used.key.id });
  await requestLog.flush();
  const afterDeletion = await send(request, { "x-api-key": used.secret });
  expect(afterDeletion.response).toBe(unknown.response);
  // Its rejection is then logged, so that admins can see it.
  expect(afterDeletion.statementsRun.slice(0, 1)).toEqual(unknown.statementsRun);
});

test("stores no key of a request's path, encoded or not", async () => {
  const { secret } = await makeKey(await makeWorkspace());
  const twice = encodeURIComponent(secret.replace("_", "%5f"));
  for (const part of [secret, secret.replace("_", "%5F"), twice]) {
    await send([`/v3/${part}/x/conversations`], { "x-api-key": secret });
  }
  await requestLog.flush();
  const stored = (await dumpDatabase()).split("\n").filter((line) => line.includes("/x/conversations"));
  expect(stored.length).toBeGreaterThanOrEqual(3);
  for (const row of stored) expect(row).toContain("/v3/ask_[redacted]/x/conversations");
});
