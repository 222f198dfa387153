import { expect, test } from "vitest";
import { singleton } from "./singleton";

test("creates one value per name, on first use, and shares it between module instances", () => {
  let created = 0;
  const make = () => ({ id: ++created });
  const [first, ofAnotherBundle] = [singleton("test-counter", make), singleton("test-counter", make)];
  expect(created).toBe(0);
  expect(first()).toBe(first());
  expect(ofAnotherBundle()).toBe(first());
  expect(singleton("test-other-counter", make)()).not.toBe(first());
  expect(created).toBe(2);
});
