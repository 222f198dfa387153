import fc from "fast-check";
import { expect, test } from "vitest";
import { auditFilters } from "@/lib/features/audit/contract";
import { parseAuditFilters } from "./filter-params";
import { auditSearchParams } from "./queries";

const optionalText = (...words: string[]) =>
  fc.option(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 120 })), { nil: undefined });
const text = optionalText(
  ...["constructor", "operator", "user_unknown", " padded ", "a\u0000b", "a\u0007b"],
  ...["x".repeat(100), "x".repeat(101), ` ${"x".repeat(100)} `],
);
const day = optionalText("2026-11-24", " 2026-11-24", "2026-02-30", "0000-01-01", "today");
const searchParams = fc.record({
  person: text,
  name: text,
  action: optionalText("agent.renamed", " agent.renamed", "agent.unknown", "constructor"),
  target: text,
  from: day,
  to: day,
});

test("the browser parses URLs like the server's schema, and serializes the result", () => {
  fc.assert(
    fc.property(searchParams, (values) => {
      const entries = Object.entries(values).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      );
      const filters = parseAuditFilters(new URLSearchParams(entries));
      expect(filters).toEqual(auditFilters.parse(Object.fromEntries(entries)));
      expect(parseAuditFilters(auditSearchParams(filters))).toEqual(filters);
    }),
  );
});

test.each([
  ["101 characters mean", "x".repeat(101), ""],
  ["a control character means", "a\u0007b", ""],
])("%s no filter, on the server and in the browser", (_, value, expected) => {
  const params = { person: value, target: value };
  expect(parseAuditFilters(new URLSearchParams(params))).toMatchObject({
    person: expected,
    target: expected,
  });
  expect(auditFilters.parse(params)).toMatchObject({ person: expected, target: expected });
});

test("a name of a built-in property is a search like any other", () => {
  const params = { person: "constructor", target: "constructor" };
  expect(parseAuditFilters(new URLSearchParams(params))).toMatchObject(params);
  expect(auditFilters.parse(params)).toMatchObject(params);
});
