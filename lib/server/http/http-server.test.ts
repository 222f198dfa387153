import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { expect, test } from "vitest";
import { provideSettings, settings } from "@/lib/core/env";
import { setupApiServer } from "@/testing/api-server";
import { sendRawBytes, sendRawRequest } from "@/testing/raw-http";
import { createHttpServer } from "./http-server";

const api = setupApiServer();

test.each([
  ["http://elsewhere.example/v3/conversations", 401],
  ["HTTPS://elsewhere.example:8443/healthz?x", 200],
  ["http://elsewhere.example", 404],
])("routes the absolute URL %s by its path", async (target, status) => {
  const response = await sendRawRequest(api().port, { method: "GET", target, headers: [], body: undefined });
  expect(response.status).toBe(status);
  expect(response.headers.get("x-polyai-correlation-id")).toBeTruthy();
});

// 401 is a route's own response to a request without a key or token.
test.each([
  ["POST", "/runtime/v1/conversations%3Aimport", 401],
  ["POST", "/runtime/v1/conversations%3aimport?x", 401],
  ["POST", "/%761/external-events/./web%68ook", 401],
  ["GET", "/runtime/v1/conversations%3Aimport", 405],
  ["HEAD", "/%6Fpenapi.json", 200],
  ["POST", "//v1/external-events/webhook", 404],
  ["OPTIONS", "//v1/external-events/webhook", 404],
  ["POST", "/v1//external-events/webhook", 404],
  ["POST", "/v1/external-events/webhook/", 404],
  ["POST", "/v1/external-events%2Fwebhook", 404],
  ["POST", "/V1/external-events/webhook", 404],
  ["POST", "/v1/external-events/webhook;x=1", 404],
  ["POST", "/v1/external-events%255Cwebhook", 404],
  ["POST", "http://elsewhere.example//v1/external-events/webhook", 404],
  ["POST", "/v1\\external-events\\webhook", 400],
  ["POST", "http://elsewhere.example\\v1/external-events/webhook", 400],
])("responds to %s %s with %i in JSON", async (method, target, status) => {
  const response = await sendRawRequest(api().port, { method, target, headers: [], body: undefined });
  expect([response.status, response.headers.get("content-type")]).toEqual([status, "application/json"]);
  if (status !== 200) expect(JSON.parse(response.text)).toMatchObject({ success: false, data: null });
});

test("survives clients that send CONNECT and disconnect", async () => {
  for (let n = 0; n < 20; n++) {
    const socket = connect(api().port, "127.0.0.1");
    await once(socket, "connect");
    // An unhandled error fails this run.
    await new Promise((resolve) => socket.write("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\nmore", resolve));
    socket.resetAndDestroy();
    await once(socket, "close");
  }
  const response = await sendRawRequest(api().port, {
    method: "GET",
    target: "/healthz",
    headers: [],
    body: undefined,
  });
  expect(response.status).toBe(200);
});

test.each([
  ["https://keys.example.com", "max-age=31536000; includeSubDomains"],
  ["http://localhost:3000", null],
])("with PUBLIC_URL %s, every response has Strict-Transport-Security: %s", async (PUBLIC_URL, expected) => {
  const before = settings();
  provideSettings({ ...before, PUBLIC_URL });
  const lines = [
    ["GET /healthz", 200],
    ["GET /openapi.json", 200],
    ["HEAD /readyz", 200],
    ["GET /v3/conversations", 401],
    ["GET /v3/nothing", 404],
    ["PUT /healthz", 405],
    ["POST /v1/external-events/webhook", 401],
    ["BREW /v3/conversations", 405],
    ["GET //", 404],
    ["GET /\u0001", 400],
    [`GET /${"x".repeat(20_000)}`, 431],
  ] as const;
  for (const [line, status] of lines) {
    const bytes = `${line} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`;
    const response = await sendRawBytes(api().port, bytes);
    expect([response.status, response.headers.get("strict-transport-security")], line).toEqual([
      status,
      expected,
    ]);
  }
  provideSettings(before);
});

test.each([
  ["two", "Host: a\r\nHost: b\r\n"],
  ["the same twice", "Host: a\r\nx-api-key: x\r\nHOST: a\r\n"],
  ["none", ""],
  ["an empty one", "Host:\r\n"],
  ["one with a path", "Host: a/b?c\r\n"],
  ["one with a user", "Host: u@a\r\n"],
  ["one with a blank", "Host: a b\r\n"],
  ["half of an address", "Host: [::1\r\n"],
])("rejects a request with %s as its Host, on API and pages", async (_, hosts) => {
  const handled: string[] = [];
  const server = createHttpServer((request, response) => {
    handled.push(request.url ?? "");
    response.end();
  }).listen(0, "127.0.0.1");
  try {
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    for (const line of ["GET /healthz HTTP/1.1", "GET /sign-in HTTP/1.1"]) {
      const { status, headers, text } = await sendRawBytes(
        port,
        `${line}\r\n${hosts}Connection: close\r\n\r\n`,
      );
      expect([status, headers.get("connection"), headers.get("cache-control")]).toEqual([
        400,
        "close",
        "no-store",
      ]);
      expect(JSON.parse(text)).toMatchObject({
        error_code: "REQUEST_MALFORMED",
        error_id: headers.get("x-polyai-correlation-id"),
      });
    }
    expect(handled).toEqual([]);
    for (const host of ["a", "A.example:443", "127.0.0.1:3000", "[::1]:3000", "a_b"]) {
      const one = `GET /sign-in HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
      expect((await sendRawBytes(port, one)).status, host).toBe(200);
    }
    expect((await sendRawBytes(port, "GET /sign-in HTTP/1.0\r\n\r\n")).status).toBe(200);
  } finally {
    server.close();
  }
});
