import fc from "fast-check";
import { expect, test } from "vitest";
import { listApiKeysInput } from "@/lib/api-keys/contract";
import { listViewQuery, PLAIN_VIEW, readListView } from "./list-view";

const word = (...words: string[]) =>
  fc.option(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 120 })), { nil: undefined });
const address = fc.record({
  search: word("CRM sync", " padded ", "a\u0000b", "x".repeat(100), "x".repeat(101)),
  sort: word("created", "name", "expires", "used", "toString"),
  state: word("active", "expiring", "expired", "constructor"),
  permission: word("conversations", "handoff", "external_events"),
  agent: word("PROJECT-1A2B3C4D"),
});

test("the browser reads an address as the server's schema does, and writes it back", () => {
  fc.assert(
    fc.property(address, (told) => {
      const said = Object.entries(told).filter((entry): entry is [string, string] => entry[1] !== undefined);
      const { cursor: _, ...expected } = listApiKeysInput.parse(Object.fromEntries(said));
      const view = readListView(new URLSearchParams(said));
      expect(view).toEqual(expected);
      expect(readListView(listViewQuery(view))).toEqual(view);
    }),
  );
  expect(listViewQuery(PLAIN_VIEW).size).toBe(0);
});
