import { expect, test } from "vitest";
import { jsonLimitViolation, MAX_JSON_VALUES } from "./json-limits";

const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

test.each([
  ["{}", undefined],
  [nested(100), undefined],
  [nested(101), "must not nest deeper than 100 levels"],
  [`{"a":${nested(99)},"a":1}`, undefined],
  [`{"a":${nested(100)},"a":1}`, "must not nest deeper than 100 levels"],
  [`["${"[".repeat(200)}","\\"${"{".repeat(200)}"]`, undefined],
  [`["\\\\",${nested(100)}]`, "must not nest deeper than 100 levels"],
])("rejects %s: %s", (text, problem) => {
  expect(jsonLimitViolation(text)).toBe(problem);
});

test.each<[string, (count: number) => string]>([
  [
    "numbers",
    (count) =>
      `[${Array(count - 1)
        .fill("1")
        .join(", ")}]`,
  ],
  [
    "empty lists",
    (count) =>
      `[${Array(count - 1)
        .fill("[ ]")
        .join(",")}]`,
  ],
  [
    "members",
    (count) =>
      `{${Array(count - 1)
        .fill('"a,b":{}')
        .join(",")}}`,
  ],
  [
    "lists of one",
    (count) =>
      `[${Array((count - 1) / 2)
        .fill("[1]")
        .join(",")}]`,
  ],
])("counts %s once each", (_, text) => {
  const most = MAX_JSON_VALUES - 1 + (MAX_JSON_VALUES % 2);
  expect(jsonLimitViolation(text(most))).toBeUndefined();
  expect(jsonLimitViolation(text(most + 2))).toBe("must not contain more than 100000 values");
});
