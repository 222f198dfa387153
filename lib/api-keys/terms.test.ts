import { expect, test } from "vitest";
import { makeKey, makeWorkspace } from "../testing/fixtures";
import { listApiKeysInput } from "./contract";
import { listApiKeys } from "./list-api-keys";
import { stateAt } from "./terms";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

test("the browser says of a key what the database says", async () => {
  const actor = await makeWorkspace();
  const now = Date.now();
  for (const left of [MINUTE, 14 * DAY - MINUTE, 14 * DAY + MINUTE])
    await makeKey(actor, { expiresAt: new Date(now + left).toISOString() });
  const { keys } = await listApiKeys(actor, listApiKeysInput.parse({ sort: "expires" }));
  expect(keys.map(({ state }) => state)).toEqual(["expiring", "expiring", "active"]);
  for (const { expiresAt, state } of keys) expect(stateAt({ expiresAt, state: "active" }, now)).toBe(state);
});

test("a key's state goes on with the time, and never back", () => {
  const expiresAt = "2026-12-24T12:00:00.000Z";
  const end = Date.parse(expiresAt);
  const key = { expiresAt, state: "active" } as const;
  expect(stateAt(key, end - 14 * DAY - 1)).toBe("active");
  expect(stateAt(key, end - 14 * DAY)).toBe("expiring");
  expect(stateAt(key, end - 1)).toBe("expiring");
  expect(stateAt(key, end)).toBe("expired");
  expect(stateAt({ expiresAt, state: "expiring" }, end - 20 * DAY)).toBe("expiring");
  expect(stateAt({ expiresAt, state: "expired" }, end - 20 * DAY)).toBe("expired");
});
