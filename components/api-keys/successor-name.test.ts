import { expect, test } from "vitest";
import { freeName } from "./successor-name";

test("a successor has the next number that is free, whatever the case", () => {
  expect(freeName("CRM", [])).toBe("CRM 2");
  expect(freeName("CRM 2", [])).toBe("CRM 3");
  expect(freeName("CRM", ["crm 2", "CRM 3"])).toBe("CRM 4");
  expect(freeName("Summer 2026", ["Summer 2027"])).toBe("Summer 2028");
});

test("a name that is full gives way to the number", () => {
  const next = freeName("x".repeat(100), []);
  expect(next).toBe(`${"x".repeat(98)} 2`);
});
