import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("every guarantee in SECURITY.md names existing tests", () => {
  const rows = readFileSync("SECURITY.md", "utf8")
    .split("\n")
    .filter((line) => /^\| (?!guarantee \||---)/.test(line));
  expect(rows.length).toBeGreaterThan(40);
  for (const row of rows) {
    const named = [
      ...row.matchAll(/`((?:lib|e2e|db|app|bin|bench|components|testing)\/[^`]+\.(?:ts|mjs))`/g),
    ].map(([, file = ""]) => file);
    expect(named.length > 0 || row.endsWith("| beside the verbs |"), row).toBe(true);
    expect(
      named.filter((file) => !existsSync(file)),
      row,
    ).toEqual([]);
  }
});
