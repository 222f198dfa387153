import { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { takeTurns } from "./take-turns";

/** A stage of requests that are answered when the test says so. */
function stage() {
  const begun: string[] = [];
  const answer = async (request: IncomingMessage) => void begun.push(request.url ?? "");
  const turns = takeTurns(answer, answer);
  const ask = (kind: "api" | "page", url: string) => {
    const response = Object.assign(new EventEmitter(), { destroyed: false }) as unknown as ServerResponse;
    void turns[kind]({ url } as IncomingMessage, response);
    return response;
  };
  return { begun, ask };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("while nobody waits for a page, no request waits", async () => {
  const { begun, ask } = stage();
  for (let n = 0; n < 50; n++) ask("api", `${n}`);
  await settled();
  expect(begun).toHaveLength(50);
});

test("while a page is on its way, four requests are begun at a time, in their order", async () => {
  const { begun, ask } = stage();
  const page = ask("page", "page");
  const asked = Array.from({ length: 10 }, (_, n) => ask("api", `${n}`));
  await settled();
  expect(begun).toEqual(["page", "0", "1", "2", "3"]);
  asked[1]?.emit("close");
  await settled();
  expect(begun.slice(5)).toEqual(["4"]);
  page.emit("close");
  await settled();
  expect(begun.slice(5)).toEqual(["4", "5", "6", "7", "8", "9"]);
});

test("a request that went away while it waited is not begun, and keeps nobody", async () => {
  const { begun, ask } = stage();
  ask("page", "page");
  const asked = Array.from({ length: 6 }, (_, n) => ask("api", `${n}`));
  Object.assign(asked[4] ?? {}, { destroyed: true });
  asked[0]?.emit("close");
  await settled();
  expect(begun).toEqual(["page", "0", "1", "2", "3", "5"]);
});

test("neither a page nor a request that hangs keeps others for ever", async () => {
  const { begun, ask } = stage();
  ask("page", "page");
  for (let n = 0; n < 20; n++) ask("api", `${n}`);
  await expect.poll(() => begun.length, { timeout: 5000 }).toBe(21);
});
