import { sendRawBytes } from "@/testing/raw-http";
import { expect, test } from "../support/fixtures";
import { sendRequest, serverPort } from "../support/http";

const ENVELOPE = { success: false, error_code: "ROUTE_NOT_FOUND", data: null };
const accept = "application/json, text/plain, */*";

test("unknown API routes return the JSON 404 envelope, and browsers get the HTML page", async ({
  workspace,
}) => {
  for (const [method, target, requestHeaders] of [
    ["GET", "/v2/conversations", {}],
    ["POST", "/v2/external-events/webhook", { "content-type": "application/json" }],
    ["GET", "/api/v3/conversations", {}],
    ["GET", "/v17/acme/uk/conversations", {}],
    ["GET", `/${workspace.slug}/${workspace.agents.uk.slug}/conversations`, { accept }],
    ["DELETE", "/nothing/here", { accept }],
    ["POST", "//v1/external-events/webhook", { "content-type": "application/json" }],
    ["GET", "//openapi.json", { accept: "text/html" }],
    ["GET", "/V3/conversations", { accept: "text/html" }],
    ["POST", "/v1%2Fexternal-events%2Fwebhook", {}],
    ["GET", "/v1/../sign-in", { accept: "text/html" }],
    ["OPTIONS", "//runtime/v1/conversations", {}],
  ] as [string, string, Record<string, string>][]) {
    const { status, headers, text } = await sendRequest(method, target, requestHeaders);
    expect([status, headers.get("content-type")], target).toEqual([404, "application/json"]);
    expect(JSON.parse(text), target).toMatchObject({
      ...ENVELOPE,
      error_id: headers.get("x-polyai-correlation-id"),
    });
  }
  // The server passes encoded API paths to the API, which then asks for a token.
  const encoded = await sendRequest("POST", "/%72untime/v1/conversations%3Aimport");
  expect([encoded.status, JSON.parse(encoded.text).error_code]).toEqual([401, "RUNTIME_TOKEN_INVALID"]);
  const page = await sendRequest("GET", "/nothing/here", {
    accept: "text/html,application/json;q=0.9,*/*;q=0.8",
  });
  expect([page.status, page.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
  // The console's data routes keep the error shape that the console reads.
  const data = await sendRequest("GET", `/${workspace.slug}/data/api-keys`, { accept });
  expect([data.status, JSON.parse(data.text).code]).toEqual([401, "NOT_SIGNED_IN"]);
});

test("an unsupported method returns 405 with an Allow header", async ({ workspace }) => {
  const targets: [string, string][] = [
    ["/sign-in", "GET, HEAD, POST"],
    ["/nothing/here", "GET, HEAD, POST"],
    ["/favicon.svg", "GET, HEAD"],
    ["/_next/static/nothing.js", "GET, HEAD"],
    [`/${workspace.slug}/data/api-keys`, "GET, HEAD"],
    ["/account/data", "GET, HEAD"],
    ["/v3/conversations", "GET, HEAD"],
    ["/v1/external-events/webhook", "POST"],
    ["/healthz", "GET, HEAD"],
  ];
  for (const [target, allow] of targets) {
    for (const method of ["TRACE", "PROPFIND", "PUT", "DELETE", "OPTIONS"]) {
      const { status, headers } = await sendRequest(method, target);
      expect([status, headers.get("allow")], `${method} ${target}`).toEqual([405, allow]);
    }
  }
  for (const requestLine of ["BREW /sign-in", "get /sign-in", "CONNECT evil.example:443"]) {
    const { status, headers } = await sendRawBytes(
      serverPort(),
      `${requestLine} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`,
    );
    expect([status, headers.get("allow")], requestLine).toEqual([405, "GET, HEAD, POST, PATCH"]);
  }
  const tooLong = await sendRawBytes(serverPort(), `GET /${"x".repeat(20_000)} HTTP/1.1\r\nHost: h\r\n\r\n`);
  expect(tooLong.status).toBe(431);
});
