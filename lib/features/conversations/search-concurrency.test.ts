import { expect, test } from "vitest";
import {
  MAX_CONCURRENT,
  MAX_CONCURRENT_PER_KEY,
  MAX_QUEUED_PER_KEY,
  withSearchSlot,
} from "./search-concurrency";

/** Requests that last until they are ended, in the order in which they started. */
function requests() {
  const started: { key: string; end: () => void }[] = [];
  const ask = (key: string, signal = new AbortController().signal) =>
    withSearchSlot(key, signal, () => new Promise<void>((end) => started.push({ key, end })));
  const end = (key: string) => {
    const at = started.findIndex((one) => one.key === key);
    started.splice(at, 1)[0]?.end();
  };
  return { started, ask, end, keys: () => started.map(({ key }) => key).sort() };
}

test("a key that has none in progress comes before one that has some, and nothing is left behind", async () => {
  const { ask, end, keys, started } = requests();
  const asked = ["a", "a", "a", "a", "b", "b", "b", "c"].map((key) => ask(key));
  await expect.poll(keys).toEqual(["a", "a", "b", "b"]);
  end("b");
  await expect.poll(keys).toEqual(["a", "a", "b", "c"]);
  // Of two that have as many in progress, the one that came first.
  end("a");
  await expect.poll(keys).toEqual(["a", "a", "b", "c"]);
  while (started.length > 0) {
    for (const { key } of [...started]) end(key);
    await new Promise(setImmediate);
  }
  await Promise.all(asked);
});

test("who leaves while waiting leaves the queue", async () => {
  const { ask, end, keys } = requests();
  const asked = Array.from({ length: MAX_CONCURRENT_PER_KEY }, () => ask("a"));
  const gone = new AbortController();
  const waiting = Array.from({ length: MAX_QUEUED_PER_KEY }, () => ask("a", gone.signal));
  await expect(ask("a")).rejects.toMatchObject({ code: "RATE_LIMITED" });
  gone.abort(new Error("gone"));
  for (const one of waiting) await expect(one).rejects.toThrow("gone");
  await expect(ask("a", gone.signal)).rejects.toThrow("gone");
  for (const _ of asked) end("a");
  await Promise.all(asked);
  expect(keys()).toEqual([]);
});

test("one that fails gives its slot back, and those who wait too long are told which limit it was", async () => {
  for (let n = 0; n <= MAX_CONCURRENT; n++) {
    const failing = withSearchSlot("a", new AbortController().signal, () =>
      Promise.reject(new Error("broken")),
    );
    await expect(failing).rejects.toThrow("broken");
  }
  const { ask, end, keys } = requests();
  const asked = ["a", "a", "b", "b"].map((key) => ask(key));
  await expect.poll(keys).toHaveLength(MAX_CONCURRENT);
  const late = await Promise.allSettled([ask("a"), ask("c")]);
  expect(late.map((one) => one.status === "rejected" && one.reason.code)).toEqual([
    "RATE_LIMITED",
    "UNAVAILABLE",
  ]);
  for (const key of ["a", "a", "b", "b"]) end(key);
  await Promise.all(asked);
});
