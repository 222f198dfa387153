import { expect, test } from "vitest";
import {
  MAX_CONCURRENT,
  MAX_CONCURRENT_PER_KEY,
  MAX_QUEUED_PER_KEY,
  withSearchSlot,
} from "./search-concurrency";

/** Requests that run until the test ends them, in the order in which they started. */
function controllableSearches() {
  const started: { key: string; end: () => void }[] = [];
  const request = (key: string, signal = new AbortController().signal) =>
    withSearchSlot(key, signal, () => new Promise<void>((end) => started.push({ key, end })));
  const end = (key: string) => {
    const at = started.findIndex((one) => one.key === key);
    started.splice(at, 1)[0]?.end();
  };
  return { started, request, end, keys: () => started.map(({ key }) => key).sort() };
}

test("prefers keys without running searches, and cleans up", async () => {
  const { request, end, keys, started } = controllableSearches();
  const requests = ["a", "a", "a", "a", "b", "b", "b", "c"].map((key) => request(key));
  await expect.poll(keys).toEqual(["a", "a", "b", "b"]);
  end("b");
  await expect.poll(keys).toEqual(["a", "a", "b", "c"]);
  // Of two keys with the same number running, the one that came first.
  end("a");
  await expect.poll(keys).toEqual(["a", "a", "b", "c"]);
  while (started.length > 0) {
    for (const { key } of [...started]) end(key);
    await new Promise(setImmediate);
  }
  await Promise.all(requests);
});

test("removes an aborted request from the queue", async () => {
  const { request, end, keys } = controllableSearches();
  const requests = Array.from({ length: MAX_CONCURRENT_PER_KEY }, () => request("a"));
  const controller = new AbortController();
  const waiting = Array.from({ length: MAX_QUEUED_PER_KEY }, () => request("a", controller.signal));
  await expect(request("a")).rejects.toMatchObject({ code: "RATE_LIMITED" });
  controller.abort(new Error("disconnected"));
  for (const one of waiting) await expect(one).rejects.toThrow("disconnected");
  await expect(request("a", controller.signal)).rejects.toThrow("disconnected");
  for (const _ of requests) end("a");
  await Promise.all(requests);
  expect(keys()).toEqual([]);
});

test("releases the slot of a failed search, and reports which limit a queued one exceeded", async () => {
  for (let n = 0; n <= MAX_CONCURRENT; n++) {
    const failing = withSearchSlot("a", new AbortController().signal, () =>
      Promise.reject(new Error("broken")),
    );
    await expect(failing).rejects.toThrow("broken");
  }
  const { request, end, keys } = controllableSearches();
  const requests = ["a", "a", "b", "b"].map((key) => request(key));
  await expect.poll(keys).toHaveLength(MAX_CONCURRENT);
  const late = await Promise.allSettled([request("a"), request("c")]);
  expect(late.map((one) => one.status === "rejected" && one.reason.code)).toEqual([
    "RATE_LIMITED",
    "UNAVAILABLE",
  ]);
  for (const key of ["a", "a", "b", "b"]) end(key);
  await Promise.all(requests);
});
