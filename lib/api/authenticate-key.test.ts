import { beforeAll, expect, test } from "vitest";
import { deleteAgent } from "@/lib/features/agents/delete-agent";
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

/** Requests to every operation, good ones and wrong ones: what is wrong with the rest must not show either. */
const KEY_REQUESTS: Record<string, RequestSpec[]> = {
  listConversations: [
    ["/v3/WS/AGENT/conversations?limit=1"],
    ["/v3/WS/AGENT/conversations?limit=5000&query_type=transcript&query=hello"],
    ["/v3/WS/AGENT/conversations?limit=no"],
    ["/v3/WS/AGENT/conversations?cursor=nonsense"],
    ["/v3/nowhere/nobody/conversations"],
    ["/v3/WS/AGENT/conversations", { method: "HEAD" }],
  ],
  listConversationsOfKey: [
    ["/v3/conversations"],
    ["/v3/conversations?project_id=AGENT"],
    ["/v3/conversations?project_id=nobody&sample=all"],
  ],
  listAgentConversations: [["/v1/agents/AGENT/conversations"], ["/v1/agents/nobody/conversations?limit=-1"]],
  getConversation: [["/v1/agents/AGENT/conversations/CA1"], ["/v1/agents/nobody/conversations/CA1"]],
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

/** What a client is told, and what PostgreSQL is asked meanwhile. */
async function send([path, request = {}]: RequestSpec, header: Record<string, string>) {
  let told = "";
  const asked = await statements.during(async () => {
    const { port, check } = api();
    const { method = "GET", body } = request;
    const headers = { ...request.headers, ...header, "x-polyai-correlation-id": "same" };
    const sent = { headers: Object.entries(headers), body: body === undefined ? body : Buffer.from(body) };
    const answer = await sendRawRequest(port, { method, target: path, ...sent });
    check({ method, path, ...answer });
    const { status, rawHeaders, text } = answer;
    // In the order and the letters in which they came; but the time.
    const date = rawHeaders.indexOf("Date");
    expect(date).toBeGreaterThan(-1);
    told = JSON.stringify([status, rawHeaders.toSpliced(date + 1, 1), text]);
  });
  return { told, asked };
}

const operationsWith = (scheme: string) =>
  Object.values(api().document.paths)
    .flatMap((operations) => Object.values(operations) as { operationId?: string; security?: object[] }[])
    .filter(({ security }) => security?.some((one) => scheme in one))
    .map(({ operationId }) => operationId);

/** The requests of all, with an agent and a workspace that there are. */
async function setup(requests: Record<string, RequestSpec[]>) {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  const here = (path: string) => path.replaceAll("WS", actor.slug).replaceAll("AGENT", agent.slug);
  const all = Object.values(requests).flatMap((sent) =>
    sent.map(([path, request]): RequestSpec => [here(path), request]),
  );
  return { actor, agent, all };
}

test("unknown, deleted and expired keys ask the database the same, others nothing, and all are told the same", async () => {
  expect(operationsWith("ApiKeyAuth").toSorted()).toEqual(Object.keys(KEY_REQUESTS).toSorted());
  const { actor, all } = await setup(KEY_REQUESTS);
  const deleted = await makeKey(actor);
  await deleteApiKey(actor, { id: deleted.key.id });
  const expired = await makeKey(actor, { expiresAt: "2020-01-01T00:00:00Z" });
  const alike = [deleted.secret, expired.secret];
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
    expect(unknown.asked.length, request[0]).toBe(1);
    for (const key of alike) expect(await send(request, header(key)), request[0]).toEqual(unknown);
    for (const key of garbage) {
      expect(await send(request, header(key)), request[0]).toEqual({ told: unknown.told, asked: [] });
    }
  }
  await requestLog.flush();
  expect(await dumpDatabase()).toBe(before);
});

test("runtime tokens that are unknown, replaced or of a deleted agent ask the same and are told the same", async () => {
  expect(operationsWith("RuntimeToken").toSorted()).toEqual(Object.keys(TOKEN_REQUESTS).toSorted());
  const { actor, agent, all } = await setup(TOKEN_REQUESTS);
  const replaced = await createRuntimeToken(actor, agent.id);
  await createRuntimeToken(actor, agent.id);
  const gone = await makeAgent(actor);
  const orphaned = await createRuntimeToken(actor, gone.id);
  await deleteAgent(actor, { id: gone.id });
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
    expect(unknown.asked.length, request[0]).toBe(1);
    for (const token of [replaced.token, orphaned.token]) {
      expect(await send(request, bearer(token)), request[0]).toEqual(unknown);
    }
    for (const header of garbage) {
      expect(await send(request, header), request[0]).toEqual({ told: unknown.told, asked: [] });
    }
  }
  expect(await dumpDatabase()).toBe(before);
});

test("a key that was used until it went is told the same, and asks the same until it is told", async () => {
  const { actor, all } = await setup({ some: KEY_REQUESTS.listConversations?.slice(0, 1) ?? [] });
  const [used, request] = [await makeKey(actor), all[0] as RequestSpec];
  const unknown = await send(request, { "x-api-key": generateSecret().secret });
  expect((await send(request, { "x-api-key": used.secret })).told).not.toBe(unknown.told);
  await deleteApiKey(actor, { id: used.key.id });
  await requestLog.flush();
  const gone = await send(request, { "x-api-key": used.secret });
  expect(gone.told).toBe(unknown.told);
  // A second later its refusal is in its log, for whoever deleted it to see.
  expect(gone.asked.slice(0, 1)).toEqual(unknown.asked);
});
