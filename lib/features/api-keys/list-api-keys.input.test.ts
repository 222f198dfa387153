import { expect, test } from "vitest";
import { encodeCursor } from "@/lib/core/cursor";
import { makeWorkspace } from "@/testing/fixtures";
import { listApiKeysInput, listApiKeysPageInput } from "./contract";
import { listApiKeys } from "./list-api-keys";

test.each([
  ["invalid JSON", "x"],
  ["no position", encodeCursor({ of: "", id: "" })],
  ["no time", forgedCursor("yesterday at noon")],
  ["the year 0", forgedCursor("0000-01-01 00:00:00+00")],
  ["a time out of range", forgedCursor("294277-01-01 00:00:00+00")],
  ["an invalid offset", forgedCursor("2026-01-01 00:00:00+99")],
])("rejects a cursor with %s", async (_, cursor) => {
  const actor = await makeWorkspace();
  await expect(listApiKeys(actor, listApiKeysInput.parse({ cursor }))).rejects.toMatchObject({
    code: "INPUT_INVALID",
    fields: { cursor: expect.any(String) },
  });
});

test("accepts the cursors of the longest names and searches", async () => {
  const actor = await makeWorkspace();
  const family = "👩🏽\u200d❤\ufe0f\u200d💋\u200d👨🏽".repeat(40);
  const first = listApiKeysPageInput.parse({ sort: "name", search: family });
  expect(first.search).toBe(family);
  const of = JSON.stringify(["name", "", "", "", family]);
  const cursor = encodeCursor({ of, value: family, id: "key_1" });
  await expect(listApiKeys(actor, listApiKeysPageInput.parse({ ...first, cursor }))).resolves.toEqual({
    keys: [],
    nextCursor: null,
  });
});

/** A cursor of the default list with a forged time. */
function forgedCursor(value: string): string {
  return encodeCursor({ of: JSON.stringify(["created", "", "", "", ""]), value, id: "key_1" });
}

test.each([
  ["no parameters", {}],
  [
    "invalid parameters",
    { search: ["a", "b"], sort: "colour", state: "old", permission: "all", agent: 7, cursor: 7 },
  ],
  ["control characters", { search: "a\u0000b", agent: "\u0000" }],
])("a URL with %s shows the default list", async (_, params) => {
  expect(listApiKeysInput.parse(params)).toEqual({
    search: "",
    sort: "created",
    state: "",
    permission: "",
    agent: "",
    cursor: null,
  });
});
