import { once } from "node:events";
import { createReadStream, type ReadStream } from "node:fs";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { createHttpServer } from "@/lib/server/http/http-server";
import { shedLoad } from "@/lib/server/http/load-shedding";

let server: Server;
afterEach(() => {
  vi.useRealTimers();
  server.closeAllConnections();
  server.close();
});

/** A server like the product's, and a connection that reads only when the test resumes it. */
async function startServer(handler: (request: IncomingMessage, response: ServerResponse) => unknown) {
  server = createHttpServer(handler).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const open = async () => {
    const socket = connect(port, "127.0.0.1").pause();
    onTestFinished(() => void socket.destroy());
    socket.on("error", () => {});
    await once(socket, "connect");
    return socket;
  };
  return { port, open };
}
const send = (socket: Socket, paths: string[]) =>
  socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: h\r\n\r\n`).join(""));

test("closes each response once when its connection closes", async () => {
  const responses: ServerResponse[] = [];
  const closed: string[] = [];
  const { open } = await startServer(({ url = "" }, response) => {
    responses.push(response);
    response.on("close", () => closed.push(url));
    if (url.startsWith("/ended")) response.end("x");
    if (url.startsWith("/started")) response.write("x");
  });
  const paths = ["/ended/1", "/waiting/2", "/ended/3", "/started/4", "/waiting/5"];
  const socket = await open();
  send(socket, paths);
  await expect.poll(() => responses.length).toBe(5);
  socket.destroy();
  await expect.poll(() => closed.toSorted()).toEqual(paths.toSorted());
  await new Promise(setImmediate);
  expect(closed).toHaveLength(5);
  for (const { destroyed, closed } of responses) expect([destroyed, closed]).toEqual([true, true]);
});

test("closes sent pipelined responses once", async () => {
  const closed: string[] = [];
  const { open } = await startServer(({ url = "" }, response) => {
    response.on("close", () => closed.push(url));
    response.end("x");
  });
  const socket = await open();
  socket.resume();
  send(socket, ["/1", "/2", "/3"]);
  await expect.poll(() => closed.length).toBe(3);
  socket.destroy();
  await expect.poll(() => server.listening && closed).toEqual(["/1", "/2", "/3"]);
});

test("closes a file piped into a queued response with the connection", async () => {
  const files: ReadStream[] = [];
  const { open } = await startServer((_, response) => {
    const file = createReadStream("package-lock.json");
    files.push(file);
    file.pipe(response);
    // As the package `send` does: the response that has the socket ends its file.
    if (response.socket) response.once("close", () => file.destroy());
    else response.cork();
  });
  server.prependListener("request", (_, response) => files.length === 0 && response.cork());
  const socket = await open();
  send(socket, ["/1", "/2", "/3"]);
  await expect.poll(() => files.length).toBe(3);
  socket.destroy();
  await expect.poll(() => files.map(({ closed }) => closed)).toEqual([true, true, true]);
});

test("serves other clients while connections request many pages and read nothing", async () => {
  let allAsked = () => {};
  const allRequested = new Promise<void>((resolve) => {
    allAsked = resolve;
  });
  let left = 3 * 110;
  const pages = shedLoad(async ({ url }, response) => {
    if (url === "/docs/short") response.end("served");
  });
  const { port, open } = await startServer((request, response) => {
    if (request.url === "/docs/long" && --left === 0) allAsked();
    return pages(request, response);
  });
  const status = async () => (await fetch(`http://127.0.0.1:${port}/docs/short`)).status;
  const sockets = await Promise.all([open(), open(), open()]);
  for (const socket of sockets) send(socket, Array<string>(110).fill("/docs/long"));
  await allRequested;
  expect(await status()).toBe(200);
  for (const socket of sockets) socket.destroy();
  await expect.poll(connections).toBeLessThanOrEqual(1);
  expect(await status()).toBe(200);
});
const connections = () =>
  new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)));

/** Advances the server's clock beyond the stall timeout. `between` runs between its checks. */
async function advanceTwoMinutes(between: () => Promise<unknown>): Promise<void> {
  for (let second = 0; second < 120; second += 5) {
    vi.advanceTimersByTime(5000);
    await between();
  }
}

/** Resolves when the condition is true. It uses no timer, because the clock is fake. */
async function waitUntil(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}

/** More than the sockets of both sides buffer. */
const LARGE = Buffer.alloc(64 * 1024 * 1024);

test("disconnects a client that reads nothing for a minute, even while it sends", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const startedUrls: string[] = [];
  const closed: string[] = [];
  const { open } = await startServer(({ url = "" }, response) => {
    startedUrls.push(url);
    response.on("close", () => closed.push(url));
    response.end(LARGE);
  });
  const socket = await open();
  send(socket, ["/1", "/2"]);
  await waitUntil(() => startedUrls.length === 2);
  await advanceTwoMinutes(() => new Promise((resolve) => socket.write("G", resolve)));
  await waitUntil(() => closed.length === 2);
});

test.each([
  ["", "/large"],
  [" after raw UTF-8 in the address", "/large?\u017c"],
])("keeps a client that reads slowly%s, and one that has nothing to read", async (_, large) => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const startedUrls: string[] = [];
  const closed: string[] = [];
  const { open } = await startServer(({ url = "" }, response) => {
    startedUrls.push(url);
    response.on("close", () => closed.push(url));
    if (url.startsWith("/large")) response.end(LARGE);
  });
  const [slow, waiting] = [await open(), await open()];
  send(slow, [large]);
  send(waiting, ["/poll"]);
  await waitUntil(() => startedUrls.length === 2);
  await advanceTwoMinutes(async () => {
    const before = slow.bytesRead;
    slow.resume();
    await waitUntil(() => slow.bytesRead > before + 2_000_000);
    slow.pause();
  });
  expect(closed).toEqual([]);
  expect(slow.bytesRead).toBeLessThan(LARGE.byteLength);
});

test.each([
  ["a request that cannot be read", "GARBAGE\r\n\r\n"],
  ["a request for a proxy", "CONNECT a:1 HTTP/1.1\r\nHost: h\r\n\r\n"],
  ["raw UTF-8 in an address", "GET /\u017c HTTP/1.1\r\nHost: h\r\n\r\n"],
])("disconnects a client that does not close its side after %s", async (_, bytes) => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { port } = await startServer((_, response) => response.end("x"));
  const client = connect({ port, host: "127.0.0.1", allowHalfOpen: true }).resume();
  onTestFinished(() => void client.destroy());
  client.on("error", () => {});
  client.write(bytes);
  await once(client, "end");
  expect(await connections()).toBe(1);
  vi.advanceTimersByTime(10_000);
  while ((await connections()) > 0) await new Promise(setImmediate);
});
