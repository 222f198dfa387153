import { expect, test } from "vitest";
import { DAY_MS, MINUTE_MS } from "@/lib/core/durations";
import { makeKey, makeWorkspace } from "@/testing/fixtures";
import { keyStateAt } from "./constants";
import { listApiKeysInput } from "./contract";
import { listApiKeys } from "./list-api-keys";

test("the browser computes the same state as the database", async () => {
  const actor = await makeWorkspace();
  const now = Date.now();
  for (const left of [MINUTE_MS, 14 * DAY_MS - MINUTE_MS, 14 * DAY_MS + MINUTE_MS])
    await makeKey(actor, { expiresAt: new Date(now + left).toISOString() });
  const { keys } = await listApiKeys(actor, listApiKeysInput.parse({ sort: "expires" }));
  expect(keys.map(({ state }) => state)).toEqual(["expiring", "expiring", "active"]);
  for (const { expiresAt, state } of keys)
    expect(keyStateAt({ expiresAt, state: "active" }, now)).toBe(state);
});

test("the state of a key only moves forward", () => {
  const expiresAt = "2026-12-24T12:00:00.000Z";
  const end = Date.parse(expiresAt);
  const key = { expiresAt, state: "active" } as const;
  expect(keyStateAt(key, end - 14 * DAY_MS - 1)).toBe("active");
  expect(keyStateAt(key, end - 14 * DAY_MS)).toBe("expiring");
  expect(keyStateAt(key, end - 1)).toBe("expiring");
  expect(keyStateAt(key, end)).toBe("expired");
  expect(keyStateAt({ expiresAt, state: "expiring" }, end - 20 * DAY_MS)).toBe("expiring");
  expect(keyStateAt({ expiresAt, state: "expired" }, end - 20 * DAY_MS)).toBe("expired");
});
