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
  ["the old one by whoever called before the change returned", [observation("alive", 19.9, 100)]],
  ["the new one by whoever returned after it was called for", [observation("barred", 1, 10)]],
  [
    "the same word for two states",
    [observation("alive", 5, 6), observation("barred", 25, 26), observation("alive", 45, 46)],
  ],
  ["new and old by two who asked at once", [observation("barred", 11, 14), observation("alive", 12, 15)]],
  ["a request that took the whole life", [observation("barred", 1, 99)]],
])("%s: consistent", (_, sights) => {
  expect(findViolations(HISTORY, sights)).toEqual([]);
});

test.each<[string, Observation<string>[]]>([
  ["served after the deletion had returned", [observation("alive", 60.1, 61)]],
  ["dead before anybody had asked for it", [observation("dead", 45, 49)]],
  ["refused before the permission was taken", [observation("barred", 5, 9)]],
  [
    "dead, and alive again for one who asked later",
    [observation("dead", 51, 53), observation("alive", 54, 55)],
  ],
  [
    "the same, within the change, on another instance",
    [observation("barred", 11, 12), observation("alive", 13, 14)],
  ],
  ["what it never was", [observation("gone", 1, 100)]],
])("%s: violation", (_, sights) => {
  expect(findViolations(HISTORY, sights)).toEqual([sights.at(-1)]);
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
        // Each change happens at a whole number, told around it; each read looks at one moment between its call and return.
        const at = [Number.NEGATIVE_INFINITY, ...cuts.toSorted((a, b) => a - b)];
        const changes = at.map((moment, to) => ({ to, called: moment - 0.4, returned: moment + 0.4 }));
        const sights = reads.map(([moment, before, after]) => ({
          saw: at.findLastIndex((change) => change <= moment),
          called: moment - before,
          returned: moment + after + 0.1,
        }));
        expect(findViolations(changes, sights)).toEqual([]);
        const stale = { saw: 0, called: 2000, returned: 2001 };
        if (cuts.length > 0) expect(findViolations(changes, [...sights, stale])).toEqual([stale]);
      },
    ),
  );
});
