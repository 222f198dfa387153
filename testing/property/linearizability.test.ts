import fc from "fast-check";
import { expect, test } from "vitest";
import { type Change, findViolations, type Observation } from "./linearizability";

const HISTORY: Change<string>[] = [
  { to: "alive", called: Number.NEGATIVE_INFINITY, returned: 0 },
  { to: "barred", called: 10, returned: 20 },
  { to: "alive", called: 30, returned: 40 },
  { to: "dead", called: 50, returned: 60 },
];
const observation = (saw: string, called: number, returned: number): Observation<string> => ({
  saw,
  called,
  returned,
});

test.each<[string, Observation<string>[]]>([
  [
    "before, within and after a change",
    [observation("alive", 1, 2), observation("barred", 12, 13), observation("dead", 61, 62)],
  ],
  ["the old state, for a call before the change returned", [observation("alive", 19.9, 100)]],
  ["the new state, for a call that returned after the change was called", [observation("barred", 1, 10)]],
  [
    "the same value in two states",
    [observation("alive", 5, 6), observation("barred", 25, 26), observation("alive", 45, 46)],
  ],
  [
    "the new and the old state in two concurrent calls",
    [observation("barred", 11, 14), observation("alive", 12, 15)],
  ],
  ["a request that spans the whole history", [observation("barred", 1, 99)]],
])("%s: consistent", (_, observations) => {
  expect(findViolations(HISTORY, observations)).toEqual([]);
});

test.each<[string, Observation<string>[]]>([
  ["alive after the deletion returned", [observation("alive", 60.1, 61)]],
  ["dead before the deletion was called", [observation("dead", 45, 49)]],
  ["barred before the permission was removed", [observation("barred", 5, 9)]],
  ["dead, then alive for a later call", [observation("dead", 51, 53), observation("alive", 54, 55)]],
  [
    "the new, then the old state during the change, on another instance",
    [observation("barred", 11, 12), observation("alive", 13, 14)],
  ],
  ["a state that never existed", [observation("unknown", 1, 100)]],
])("%s: violation", (_, observations) => {
  expect(findViolations(HISTORY, observations)).toEqual([observations.at(-1)]);
});

test("a true register has no violations, and one stale read is found", () => {
  const moments = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.nat({ max: 50 }), fc.nat({ max: 50 })),
    { minLength: 1, maxLength: 60 },
  );
  fc.assert(
    fc.property(
      moments,
      fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { maxLength: 6 }),
      (reads, cuts) => {
        // Each change takes effect at an integer time, between its call and its return; so does each read.
        const at = [Number.NEGATIVE_INFINITY, ...cuts.toSorted((a, b) => a - b)];
        const changes = at.map((moment, to) => ({ to, called: moment - 0.4, returned: moment + 0.4 }));
        const observations = reads.map(([moment, before, after]) => ({
          saw: at.findLastIndex((change) => change <= moment),
          called: moment - before,
          returned: moment + after + 0.1,
        }));
        expect(findViolations(changes, observations)).toEqual([]);
        const stale = { saw: 0, called: 2000, returned: 2001 };
        if (cuts.length > 0) expect(findViolations(changes, [...observations, stale])).toEqual([stale]);
      },
    ),
  );
});
