import { expect, test } from "vitest";
import { nextAvailableName } from "./next-key-name";

test("suggests the next available number, ignoring case", () => {
  expect(nextAvailableName("CRM", [])).toBe("CRM 2");
  expect(nextAvailableName("CRM 2", [])).toBe("CRM 3");
  expect(nextAvailableName("CRM", ["crm 2", "CRM 3"])).toBe("CRM 4");
  expect(nextAvailableName("Summer 2026", ["Summer 2027"])).toBe("Summer 2028");
});

test("shortens a name of maximum length to fit the number, between characters", () => {
  const rockets = (count: number) => "🚀".repeat(count);
  expect(nextAvailableName(rockets(49), [])).toBe(`${rockets(49)} 2`);
  expect(nextAvailableName(rockets(100), [])).toBe(`${rockets(98)} 2`);
  expect(nextAvailableName(`x${rockets(49)}`, [])).toBe(`x${rockets(49)} 2`);
  const next = nextAvailableName("x".repeat(100), []);
  expect(next).toBe(`${"x".repeat(98)} 2`);
});
