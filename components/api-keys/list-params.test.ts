import fc from "fast-check";
import { expect, test } from "vitest";
import { listApiKeysInput } from "@/lib/features/api-keys/contract";
import { DEFAULT_PARAMS, parseListParams, serializeListParams } from "./list-params";

const optionalText = (...words: string[]) =>
  fc.option(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 120 })), { nil: undefined });
const searchParams = fc.record({
  search: optionalText("CRM sync", " padded ", "a\u0000b", "x".repeat(100), "x".repeat(101)),
  sort: optionalText("created", "name", "expires", "used", "toString"),
  state: optionalText("active", "expiring", "expired", "constructor"),
  permission: optionalText("conversations", "handoff", "external_events"),
  agent: optionalText("PROJECT-1A2B3C4D"),
});

test("the browser parses URLs like the server's schema, and serializes the result", () => {
  fc.assert(
    fc.property(searchParams, (values) => {
      const entries = Object.entries(values).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      );
      const { cursor: _, ...expected } = listApiKeysInput.parse(Object.fromEntries(entries));
      const params = parseListParams(new URLSearchParams(entries));
      expect(params).toEqual(expected);
      expect(parseListParams(serializeListParams(params))).toEqual(params);
    }),
  );
  expect(serializeListParams(DEFAULT_PARAMS).size).toBe(0);
});
