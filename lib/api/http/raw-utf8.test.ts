import { once } from "node:events";
import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { configureAgent } from "@/lib/features/agents/configure-agent";
import { listRequestsInput } from "@/lib/features/usage/contract";
import { listRequests } from "@/lib/features/usage/list-requests";
import { requestLog } from "@/lib/features/usage/request-log";
import { setupApiServer } from "@/testing/api-server";
import { makeAgent, makeKey, makeWorkspace, seedConversations } from "@/testing/fixtures";
import { sendRawBytes } from "@/testing/raw-http";

const api = setupApiServer();

test("accepts raw UTF-8 in a URL like percent-encoding, and rejects other bytes", async () => {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  await configureAgent(actor, { id: agent.id, transcript: true });
  const { secret } = await makeKey(actor);
  await seedConversations(actor, agent.id, [
    { id: "żur", turns: [{ user_input: "żurek 朝" }] },
    { id: "latin", turns: [{ user_input: "café" }] },
  ]);
  const get = async (target: Buffer) => {
    const head = ` HTTP/1.1\r\nHost: h\r\nx-api-key: ${secret}\r\nConnection: close\r\n\r\n`;
    const { status, text } = await sendRawBytes(api().port, `GET ${target.toString("latin1")}${head}`);
    return { status, json: JSON.parse(text) };
  };
  const search = `/v3/${actor.slug}/${agent.slug}/conversations?limit=10&start_time=2026-01-01&end_time=2027-01-01&query_type=transcript&query=`;
  const find = async (query: Buffer) => {
    const { json } = await get(Buffer.concat([Buffer.from(search), query]));
    return json.conversations.map(({ id }: { id: string }) => id);
  };
  expect(await find(Buffer.from("żurek"))).toEqual(["żur"]);
  expect(await find(Buffer.from("żurek+%E6%9C%9D"))).toEqual(["żur"]);
  const one = await get(Buffer.from(`/v1/agents/${agent.slug}/conversations/żur`));
  expect(one).toMatchObject({ status: 200, json: { conversationId: "żur" } });
  const other = await get(Buffer.concat([Buffer.from(search), Buffer.from("café", "latin1")]));
  expect(other).toMatchObject({ status: 400, json: { error_code: "REQUEST_MALFORMED" } });
});

test("re-reads only a complete request without a body, and closes the connection afterwards", async () => {
  const send = async (...requests: string[]) =>
    (await sendRawBytes(api().port, Buffer.from(requests.join("")).toString("latin1"))).text;
  const get = (target: string, more = "") => `GET ${target} HTTP/1.1\r\nHost: h\r\n${more}\r\n`;
  expect(await send(get("/healthz?żurek"))).toMatch(/^{"status":"ok"}$/);
  // The bytes after it are never handled as an earlier request.
  expect(
    (await send(get("/healthz?żurek"), get("/nothing"))).match(/HTTP\/1\.1|ROUTE_NOT_FOUND/g),
  ).toBeNull();
  expect(await send(get("/healthz"), get("/healthz?żurek"))).toContain("REQUEST_MALFORMED");
  const post = "POST /v1/external-events/webhook?żurek HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}";
  expect(await send(post)).toContain("REQUEST_MALFORMED");
  expect(await send(get("/healthz?ż", "Host: i\r\n"))).toContain("REQUEST_MALFORMED");
});

test("knows the client IP and the disconnect of a re-read request", async () => {
  const actor = await makeWorkspace();
  const { secret, key } = await makeKey(actor);
  const head = `GET /v3/conversations?x=ż HTTP/1.1\r\nHost: h\r\nx-api-key: ${secret}\r\n\r\n`;
  const { status } = await sendRawBytes(api().port, Buffer.from(head).toString("latin1"));
  expect(status).toBe(200);
  await requestLog.flush();
  const { requests } = await listRequests(actor, key.id, listRequestsInput.parse({}));
  expect(requests).toMatchObject([{ status: 200, address: "127.0.0.1", path: "/v3/conversations" }]);
});

test("never treats the rest of a body as a request", async () => {
  const socket = connect(api().port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  let received = "";
  socket.setEncoding("latin1").on("data", (text) => {
    received += text;
  });
  const body = "GET /healthz?\u017c HTTP/1.1\r\nHost: h\r\nx-polyai-correlation-id: from-the-body\r\n\r\n";
  const head = `POST /runtime/v1/conversations HTTP/1.1\r\nHost: h\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  socket.write(head);
  // Rejected without a token before the body arrives.
  await expect.poll(() => received).toMatch(/RUNTIME_TOKEN_INVALID/);
  socket.write(`${body}GET /\u017c HTTP/1.1\r\nHost: h\r\n\r\n`);
  await once(socket, "close");
  expect(received).not.toContain("from-the-body");
  expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 401", "HTTP/1.1 400"]);
});

test("closes the connection after an HTTP/1.0 request with keep-alive", async () => {
  const request = "GET /healthz?\u017c HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
  const { status, headers } = await sendRawBytes(api().port, Buffer.from(request).toString("latin1"));
  expect([status, headers.get("connection")]).toEqual([200, "close"]);
});
