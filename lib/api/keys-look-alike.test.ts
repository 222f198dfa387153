import { beforeAll, expect, test } from "vitest";
import { dumpDatabase, followStatements } from "@/db/testing";
import { deleteAgent } from "../agents/delete-agent";
import { deleteApiKey } from "../api-keys/delete-api-key";
import { makeSecret } from "../api-keys/secret";
import { makeRuntimeToken } from "../runtime/make-runtime-token";
import { makeToken } from "../runtime/token";
import { exchange } from "../testing/exchange";
import { makeAgent, makeKey, makeWorkspace } from "../testing/fixtures";
import { responseLog } from "../usage/response-log";
import { servedApi } from "./test-server";

const api = servedApi();
let statements: Awaited<ReturnType<typeof followStatements>>;
beforeAll(async () => {
  statements = await followStatements();
});

type Sent = [path: string, request?: { method?: string; headers?: Record<string, string>; body?: string }];
const JSON_BODY = { "content-type": "application/json" };

/** Requests to every operation, good ones and wrong ones: what is wrong with the rest must not show either. */
const KEYED: Record<string, Sent[]> = {
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
const write = (path: string): Sent[] => [
  [
    RUNTIME + path,
    { method: "POST", headers: JSON_BODY, body: '{"id":"CA1","environment":"live","channel":"X"}' },
  ],
  [RUNTIME + path, { method: "POST", headers: JSON_BODY, body: "{" }],
  [RUNTIME + path, { method: "POST", headers: { "content-type": "text/html" }, body: "x".repeat(1_048_577) }],
];
const TOKENED: Record<string, Sent[]> = {
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
async function ask([path, request = {}]: Sent, header: Record<string, string>) {
  let told = "";
  const asked = await statements.during(async () => {
    const { port, check } = api();
    const { method = "GET", body } = request;
    const headers = { ...request.headers, ...header, "x-polyai-correlation-id": "same" };
    const sent = { headers: Object.entries(headers), body: body === undefined ? body : Buffer.from(body) };
    const answer = await exchange(port, { method, target: path, ...sent });
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
async function scene(requests: Record<string, Sent[]>) {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  const here = (path: string) => path.replaceAll("WS", actor.slug).replaceAll("AGENT", agent.slug);
  const all = Object.values(requests).flatMap((sent) =>
    sent.map(([path, request]): Sent => [here(path), request]),
  );
  return { actor, agent, all };
}

test("unknown, deleted and expired keys ask the database the same, others nothing, and all are told the same", async () => {
  expect(operationsWith("ApiKeyAuth").toSorted()).toEqual(Object.keys(KEYED).toSorted());
  const { actor, all } = await scene(KEYED);
  const deleted = await makeKey(actor);
  await deleteApiKey(actor, { id: deleted.key.id });
  const expired = await makeKey(actor, { expiresAt: "2020-01-01T00:00:00Z" });
  const alike = [deleted.secret, expired.secret];
  const garbage = [
    undefined,
    "",
    "nonsense",
    `${makeSecret().secret}x`,
    makeSecret().secret.replace(/.$/, (end) => (end === "0" ? "1" : "0")),
  ];
  const header = (key: string | undefined): Record<string, string> =>
    key === undefined ? {} : { "x-api-key": key };
  await responseLog.flush();
  const before = await dumpDatabase();

  for (const request of all) {
    const unknown = await ask(request, header(makeSecret().secret));
    expect(unknown.asked.length, request[0]).toBe(1);
    for (const key of alike) expect(await ask(request, header(key)), request[0]).toEqual(unknown);
    for (const key of garbage) {
      expect(await ask(request, header(key)), request[0]).toEqual({ told: unknown.told, asked: [] });
    }
  }
  await responseLog.flush();
  expect(await dumpDatabase()).toBe(before);
});

test("runtime tokens that are unknown, replaced or of a deleted agent ask the same and are told the same", async () => {
  expect(operationsWith("RuntimeToken").toSorted()).toEqual(Object.keys(TOKENED).toSorted());
  const { actor, agent, all } = await scene(TOKENED);
  const replaced = await makeRuntimeToken(actor, agent.id);
  await makeRuntimeToken(actor, agent.id);
  const gone = await makeAgent(actor);
  const orphaned = await makeRuntimeToken(actor, gone.id);
  await deleteAgent(actor, { id: gone.id });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const garbage: Record<string, string>[] = [
    {},
    { authorization: "" },
    bearer("nonsense"),
    { authorization: makeToken() },
    { authorization: `Basic ${makeToken()}` },
    bearer(makeSecret().secret),
  ];
  const before = await dumpDatabase();
  for (const request of all) {
    const unknown = await ask(request, bearer(makeToken()));
    expect(unknown.asked.length, request[0]).toBe(1);
    for (const token of [replaced.token, orphaned.token]) {
      expect(await ask(request, bearer(token)), request[0]).toEqual(unknown);
    }
    for (const header of garbage) {
      expect(await ask(request, header), request[0]).toEqual({ told: unknown.told, asked: [] });
    }
  }
  expect(await dumpDatabase()).toBe(before);
});

test("a key that was used until it went is told the same, and asks the same until it is told", async () => {
  const { actor, all } = await scene({ some: KEYED.listConversations?.slice(0, 1) ?? [] });
  const [used, request] = [await makeKey(actor), all[0] as Sent];
  const unknown = await ask(request, { "x-api-key": makeSecret().secret });
  expect((await ask(request, { "x-api-key": used.secret })).told).not.toBe(unknown.told);
  await deleteApiKey(actor, { id: used.key.id });
  await responseLog.flush();
  const gone = await ask(request, { "x-api-key": used.secret });
  expect(gone.told).toBe(unknown.told);
  // A second later its refusal is in its log, for whoever deleted it to see.
  expect(gone.asked.slice(0, 1)).toEqual(unknown.asked);
});
