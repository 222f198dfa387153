import fc from "fast-check";
import { expect, test } from "vitest";
import { type Change, type Sight, unexplained } from "./linearizable";

const LIFE: Change<string>[] = [
  { to: "alive", called: Number.NEGATIVE_INFINITY, returned: 0 },
  { to: "barred", called: 10, returned: 20 },
  { to: "alive", called: 30, returned: 40 },
  { to: "dead", called: 50, returned: 60 },
];
const sight = (saw: string, called: number, returned: number): Sight<string> => ({ saw, called, returned });

test.each<[string, Sight<string>[]]>([
  [
    "before, within and after a change",
    [sight("alive", 1, 2), sight("barred", 12, 13), sight("dead", 61, 62)],
  ],
  ["the old one by whoever called before the change returned", [sight("alive", 19.9, 100)]],
  ["the new one by whoever returned after it was called for", [sight("barred", 1, 10)]],
  ["the same word for two states", [sight("alive", 5, 6), sight("barred", 25, 26), sight("alive", 45, 46)]],
  ["new and old by two who asked at once", [sight("barred", 11, 14), sight("alive", 12, 15)]],
  ["a request that took the whole life", [sight("barred", 1, 99)]],
])("%s: explained", (_, sights) => {
  expect(unexplained(LIFE, sights)).toEqual([]);
});

test.each<[string, Sight<string>[]]>([
  ["served after the deletion had returned", [sight("alive", 60.1, 61)]],
  ["dead before anybody had asked for it", [sight("dead", 45, 49)]],
  ["refused before the permission was taken", [sight("barred", 5, 9)]],
  ["dead, and alive again for one who asked later", [sight("dead", 51, 53), sight("alive", 54, 55)]],
  ["the same, within the change, on another instance", [sight("barred", 11, 12), sight("alive", 13, 14)]],
  ["what it never was", [sight("gone", 1, 100)]],
])("%s: found", (_, sights) => {
  expect(unexplained(LIFE, sights)).toEqual([sights.at(-1)]);
});

test("whatever a true register shows is explained, and one sight of the past is found", () => {
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
        expect(unexplained(changes, sights)).toEqual([]);
        const stale = { saw: 0, called: 2000, returned: 2001 };
        if (cuts.length > 0) expect(unexplained(changes, [...sights, stale])).toEqual([stale]);
      },
    ),
  );
});
