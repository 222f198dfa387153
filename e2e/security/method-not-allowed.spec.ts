import { sendRawBytes } from "@/testing/raw-http";
import { expect, test } from "../support/fixtures";
import { sendRequest, serverPort } from "../support/http";

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
  for (const first of ["BREW /sign-in", "get /sign-in", "CONNECT evil.example:443"]) {
    const { status, headers } = await sendRawBytes(
      serverPort(),
      `${first} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`,
    );
    expect([status, headers.get("allow")], first).toEqual([405, "GET, HEAD, POST, PATCH"]);
  }
  const flood = await sendRawBytes(serverPort(), `GET /${"x".repeat(20_000)} HTTP/1.1\r\nHost: h\r\n\r\n`);
  expect(flood.status).toBe(431);
});
