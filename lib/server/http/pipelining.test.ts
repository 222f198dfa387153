import { connect } from "node:net";
import { beforeAll, expect, test } from "vitest";
import { setupApiServer } from "@/testing/api-server";
import { makeAgent, makeKey, makeWorkspace } from "@/testing/fixtures";

// Several requests on one connection, sent at once: each gets its own response.

const api = setupApiServer();
let list: string;
let start: string;
beforeAll(async () => {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  const { secret } = await makeKey(actor);
  list = `GET /v3/${actor.slug}/${agent.slug}/conversations HTTP/1.1\r\nHost: h\r\nx-api-key: ${secret}\r\n`;
  start = "POST /runtime/v1/conversations HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n";
});

/** The statuses and correlation IDs of all responses until the server closes. */
function responsesTo(requests: string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    let received = "";
    const socket = connect(api().port, "127.0.0.1", () => socket.write(requests.join(""), "latin1"));
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
    });
    socket.on("error", reject);
    socket.on("close", () => {
      const heads = received.matchAll(
        /HTTP\/1\.1 (\d{3})[^\r]*\r\n(?:(?!\r\n\r\n)[\s\S])*?X-PolyAI-Correlation-Id: (\S+)/gi,
      );
      resolve([...heads].map(([, status, id]) => (id?.length === 36 ? status : `${status} ${id}`) ?? ""));
    });
  });
}
const withCorrelationId = (head: string, id: string, rest = "") =>
  `${head}X-PolyAI-Correlation-Id: ${id}\r\n\r\n${rest}`;

test.each<[string, () => string[], string[]]>([
  [
    "valid requests",
    () => [
      withCorrelationId(list, "a"),
      withCorrelationId(start, "b", "{}"),
      withCorrelationId(list, "c"),
      LAST,
    ],
    ["200 a", "401 b", "200 c", "200"],
  ],
  [
    "a GET with a body",
    () => [withCorrelationId(`${list}Content-Length: 2\r\n`, "a", "{}"), LAST],
    ["200 a", "200"],
  ],
  [
    "a valid request, then a malformed one",
    () => [withCorrelationId(list, "a"), "GET / NONSENSE\r\n\r\n"],
    ["200 a", "400"],
  ],
  [
    "two valid requests, then an unknown method",
    () => [withCorrelationId(list, "a"), withCorrelationId(start, "b", "{}"), "BREW / HTTP/1.1\r\n\r\n"],
    ["200 a", "401 b", "405"],
  ],
  ["a request that closes the connection, then more", () => [LAST, "GET / NONSENSE\r\n\r\n"], ["200"]],
  [
    "a request with a malformed body",
    () => [
      withCorrelationId(
        "POST /v1/external-events/webhook HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n",
        "a",
        "zz\r\n",
      ),
    ],
    ["400"],
  ],
  [
    "a request hidden in the body of another",
    () => [withCorrelationId(`${start}Transfer-Encoding: chunked\r\n`, "a", `0\r\n\r\n${LAST}`)],
    ["400"],
  ],
  ["HTTP/1.0", () => ["GET /healthz HTTP/1.0\r\n\r\n"], ["200"]],
])("%s", async (_, requests, statuses) => {
  expect(await responsesTo(requests())).toEqual(statuses);
});

const LAST = "GET /healthz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
