import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  getActionNotFoundError,
  getInvalidServerReferenceIdError,
} from "next/dist/server/app-render/manifests-singleton.js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { markActionStarted } from "@/lib/core/action-context";
import { log } from "@/lib/core/log";
import { sendRawRequest } from "@/testing/raw-http";
import { captureConsole } from "../capture-console";
import { rejectMalformedActions } from "./reject-malformed-actions";

const [error, warn] = [console.error, console.warn];
let server: Server | undefined;
let counted: number | undefined;
let logged: { level: string; fields: object }[];
let messages: (string | undefined)[];
beforeEach(() => {
  logged = [];
  messages = [];
  counted = undefined;
  for (const level of ["error", "warn"] as const) {
    vi.spyOn(log(), level).mockImplementation((fields: unknown, message?: string) => {
      logged.push({ level, fields: fields as object });
      messages.push(message);
    });
  }
});
afterEach(() => {
  server?.close();
  vi.restoreAllMocks();
  Object.assign(console, { error, warn });
});

/** Posts to a page that fails before its action starts or while it runs. */
async function post(
  headers: Record<string, string>,
  begins: boolean,
  error: Error = new SyntaxError('Unexpected token, ..."my password" is not valid JSON'),
) {
  captureConsole();
  const handle = rejectMalformedActions(async (_, response) => {
    await new Promise(setImmediate);
    if (begins) markActionStarted();
    response.statusCode = 500;
    console.error(error);
    response.end("broken");
    response.statusCode = 500;
  });
  // As the metrics do.
  server = createServer((request, response) => {
    response.once("close", () => {
      counted = response.statusCode;
    });
    return handle(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return sendRawRequest(port, {
    method: "POST",
    target: "/",
    headers: Object.entries(headers),
    body: undefined,
  });
}

test.each<[Record<string, string>]>([
  [{ "next-action": "x" }],
  [{ "content-type": "multipart/form-data; boundary=b" }],
])("responds with 400 to an error before the action starts, with %j", async (headers) => {
  expect((await post(headers, false)).status).toBe(400);
  await expect.poll(() => counted).toBe(400);
  expect(logged).toEqual([{ level: "warn", fields: { reason: "SyntaxError" } }]);
  expect(messages).toEqual(["invalid body of a server action"]);
});

test.each([getActionNotFoundError("0".repeat(42)), getInvalidServerReferenceIdError("x")])(
  "logs as an unknown action: %s",
  async (error) => {
    await post({ "next-action": "x" }, false, error);
    expect(messages).toEqual(["unknown server action"]);
  },
);

test.each<[Record<string, string>, boolean]>([
  [{ "next-action": "x" }, true],
  [{ "content-type": "multipart/form-data; boundary=b" }, true],
  [{ "content-type": "application/x-www-form-urlencoded" }, false],
])("responds with 500 to an error in our code, with %j", async (headers, begins) => {
  expect((await post(headers, begins)).status).toBe(500);
  await expect.poll(() => counted).toBe(500);
  expect(logged).toEqual([
    { level: "error", fields: expect.objectContaining({ err: expect.any(SyntaxError) }) },
  ]);
});
