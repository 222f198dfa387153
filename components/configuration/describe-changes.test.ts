import { expect, test } from "vitest";
import { describeChanges, isSameSetting } from "./describe-changes";

const chosen = (...names: string[]) => ({
  metrics: { mode: "chosen" as const, names },
  transcript: false,
});

test("distinguishes a metric whose name contains a comma from two metrics", () => {
  expect(isSameSetting(chosen("A, B"), chosen("A", "B"))).toBe(false);
  expect(isSameSetting(chosen("A, B"), chosen("A, B"))).toBe(true);
  expect(describeChanges(chosen(), chosen("A, B", "none"))).toBe(
    'Responses now include the metrics "A, B", "none".',
  );
});
