import { expect, test } from "vitest";
import { isNegative, isSameNumber } from "./json-number";

test.each([
  ["1", "1.0", true],
  ["1E5", "100000", true],
  ["10e-1", "1", true],
  ["-0", "0.00e7", true],
  ["0.5", "5e-1", true],
  ["12345678901234567890", "12345678901234567890.0", true],
  ["12345678901234567890", "12345678901234567000", false],
  ["0.1", "0.1000000000000000055511151231257827", false],
  ["1e400", "1e401", false],
  ["1", "-1", false],
])("%s and %s have the same value: %s", (a, b, same) => {
  expect(isSameNumber(a, b)).toBe(same);
});

test.each([
  ["-1e-400", true],
  ["-0.0e5", false],
  ["1e-5", false],
])("%s is negative: %s", (text, negative) => {
  expect(isNegative(text)).toBe(negative);
});
