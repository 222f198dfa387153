import { expect, test } from "vitest";
import { listNames } from "./list-names";

test("quotes names that could be read as several names or as a keyword", () => {
  expect(listNames([])).toBe("");
  expect(listNames(["ORDER", "FOOD TYPE"])).toBe("ORDER, FOOD TYPE");
  expect(listNames(["A, B", "none", "all", 'say "x"', "nonesuch"])).toBe(
    '"A, B", "none", "all", "say \\"x\\"", nonesuch',
  );
  expect(listNames(["A, B"])).not.toBe(listNames(["A", "B"]));
});
