import { expect, test } from "vitest";
import { parsePositiveInteger, parseRate } from "./parse-rate";

test.each([
  ["2/s", 2],
  ["2", 2],
  ["30/m", 0.5],
  ["0.5/s", 0.5],
  [" 100/s ", 100],
  ["6000/m", 100],
])("parses the rate %s as %d calls per second", (text, perSecond) => {
  expect(parseRate(text)).toBe(perSecond);
});

test.each(["", "0", "0/s", "-1", "2/h", "2 / s", "two", "1e3", "101/s", "6001/m", "2/s/s", "NaN", ".5"])(
  "rejects the rate %j",
  (text) => {
    expect(parseRate(text)).toBeNull();
  },
);

test("parses whole numbers within the bounds", () => {
  expect(["1", "20", " 7 ", "100"].map((text) => parsePositiveInteger(text, 100))).toEqual([1, 20, 7, 100]);
  for (const text of ["0", "101", "-1", "1.5", "", "1e2", "many"])
    expect(parsePositiveInteger(text, 100), text).toBeNull();
});
