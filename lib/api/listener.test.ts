import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { exchange } from "../testing/exchange";
import { isApiPath } from "./listener";
import { servedApi } from "./test-server";

const api = servedApi();

test.each([
  ["http://elsewhere.example/v3/conversations", 401],
  ["HTTPS://elsewhere.example:8443/healthz?x", 200],
  ["http://elsewhere.example", 404],
])("the target %s is read by its path", async (target, status) => {
  const answer = await exchange(api().port, { method: "GET", target, headers: [], body: undefined });
  expect(answer.status).toBe(status);
  expect(answer.headers.get("x-polyai-correlation-id")).toBeTruthy();
});

test("what is the API's is told from what is a page's", () => {
  for (const path of ["/v1", "/v3/a?b", "/runtime/v1/x", "/openapi.json?y", "/healthz", "/readyz"]) {
    expect(isApiPath(path), path).toBe(true);
  }
  for (const path of ["/", "/v12", "/harbour-hotels/v3", "/docs/api", "/healthzz"]) {
    expect(isApiPath(path), path).toBe(false);
  }
});

test("whoever takes us for a proxy and breaks off harms nobody", async () => {
  for (let n = 0; n < 20; n++) {
    const socket = connect(api().port, "127.0.0.1");
    await once(socket, "connect");
    // An error that nobody hears fails this run.
    await new Promise((resolve) => socket.write("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\nmore", resolve));
    socket.resetAndDestroy();
    await once(socket, "close");
  }
  const answer = await exchange(api().port, {
    method: "GET",
    target: "/healthz",
    headers: [],
    body: undefined,
  });
  expect(answer.status).toBe(200);
});
