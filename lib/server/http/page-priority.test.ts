import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { prioritizePages } from "./page-priority";

afterEach(() => void vi.useRealTimers());

/** Handlers whose requests end when the test calls a function of `finish`. */
function setup() {
  const started: string[] = [];
  const finish = new Map<string, () => void>();
  const handle = (request: IncomingMessage) => {
    const url = request.url ?? "";
    started.push(url);
    return new Promise<void>((resolve) => finish.set(url, resolve));
  };
  const handlers = prioritizePages(handle, handle);
  const request = (kind: "api" | "page", url: string, complete = true) => {
    const response = Object.assign(new EventEmitter(), {
      destroyed: false,
      writeHead: () => {},
    }) as unknown as ServerResponse;
    void handlers[kind]({ url, complete } as IncomingMessage, response);
    return response;
  };
  return { started, request, finish };
}
/** Resolves after the event loop phases that a request waits for before it needs a slot, and one more. */
async function settled(): Promise<void> {
  for (let n = 0; n < 3; n++) await new Promise(setImmediate);
}
const numbers = (from: number, count: number) => Array.from({ length: count }, (_, n) => `${from + n}`);

test("no request waits while no page is rendered", async () => {
  const { started, request } = setup();
  for (const url of numbers(0, 50)) request("api", url);
  await settled();
  expect(started).toHaveLength(50);
});

test("while a page renders, starts four API requests at a time, in order", async () => {
  const { started, request, finish } = setup();
  const page = request("page", "page");
  const responses = numbers(0, 10).map((url) => request("api", url));
  await settled();
  expect(started).toEqual(["page", "0", "1", "2", "3"]);
  responses[1]?.emit("close");
  await settled();
  expect(started.slice(5)).toEqual(["4"]);
  finish.get("2")?.();
  await settled();
  expect(started.slice(5)).toEqual(["4", "5"]);
  page.emit("close");
  await settled();
  expect(started.slice(5)).toEqual(["4", "5", "6", "7", "8", "9"]);
});

test("a request frees its slot with the head of its response", async () => {
  const { started, request } = setup();
  request("page", "page");
  const responses = numbers(0, 6).map((url) => request("api", url));
  await settled();
  responses[0]?.writeHead(200);
  responses[1]?.writeHead(200);
  await settled();
  expect(started.slice(5)).toEqual(["4", "5"]);
});

test("ignores requests with an incomplete body", async () => {
  const { started, request } = setup();
  request("page", "page");
  for (const url of numbers(0, 50)) request("api", url, false);
  await settled();
  expect(started).toHaveLength(51);
  for (const url of numbers(50, 5)) request("api", url);
  await settled();
  expect(started.slice(51)).toEqual(["50", "51", "52", "53"]);
});

test("over HTTP, a request with a complete body waits for a slot, one with an incomplete body does not", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const started: string[] = [];
  const handle = async ({ url }: IncomingMessage) => void (await new Promise(() => started.push(url ?? "")));
  const handlers = prioritizePages(handle, handle);
  const server = createServer((request, response) =>
    handlers[request.url === "/page" ? "page" : "api"](request, response),
  ).listen(0, "127.0.0.1");
  try {
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, "127.0.0.1");
    const post = (url: string) => `POST ${url} HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{`;
    const get = (url: string) => `GET ${url} HTTP/1.1\r\nHost: h\r\n\r\n`;
    const before = numbers(0, 4).map((n) => `/${n}`);
    socket.write([get("/page"), ...before.map(get), `${post("/whole")}}`, post("/part")].join(""));
    while (!started.includes("/part")) await new Promise(setImmediate);
    await settled();
    expect(started.toSorted()).toEqual([...before, "/page", "/part"]);
    vi.advanceTimersByTime(100);
    while (!started.includes("/whole")) await new Promise(setImmediate);
    socket.destroy();
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test("a request starts after 100 ms without a free slot", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { started, request } = setup();
  request("page", "page");
  for (const url of numbers(0, 1000)) request("api", url);
  await settled();
  expect(started).toHaveLength(5);
  vi.advanceTimersByTime(100);
  await settled();
  expect(started).toEqual(["page", ...numbers(0, 1000)]);
});

test("does not start a request that was canceled while it waited, and blocks no other", async () => {
  const { started, request } = setup();
  request("page", "page");
  const responses = numbers(0, 6).map((url) => request("api", url));
  await settled();
  Object.assign(responses[4] ?? {}, { destroyed: true });
  responses[0]?.emit("close");
  await settled();
  expect(started).toEqual(["page", "0", "1", "2", "3", "5"]);
});

test("a page or request that hangs does not block others forever", async () => {
  const { started, request } = setup();
  request("page", "page");
  for (const url of numbers(0, 20)) request("api", url);
  await expect.poll(() => started.length, { timeout: 5000 }).toBe(21);
});
