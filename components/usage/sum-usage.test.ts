import { expect, test } from "vitest";
import { formatRecentUsage } from "./format";
import { sumUsage } from "./sum-usage";

const summaryOf = (...parts: [requests: number, addresses: number, refused?: number][]) => {
  const all = sumUsage(
    parts.map(([requests, addresses, refused = 0]) => ({
      requests,
      successes: requests - refused,
      addresses,
      keys: [],
    })),
  );
  return formatRecentUsage(all, all);
};

test("addresses that several parts may share are never counted twice", () => {
  expect(summaryOf([1200, 3], [4, 2])).toBe(
    "1,204 requests in the last 24 hours, from at least 3 addresses.",
  );
  expect(summaryOf([1, 1], [1, 1])).toBe("2 requests in the last 24 hours, from at least 1 address.");
});

test("what one part alone tells is told exactly", () => {
  expect(summaryOf([14, 2])).toBe("14 requests in the last 24 hours, from 2 addresses.");
  expect(summaryOf([0, 0], [1, 1], [0, 0])).toBe("1 request in the last 24 hours, from 1 address.");
  expect(summaryOf([0, 0], [0, 0])).toBe("No requests in the last 24 hours.");
});

test("refused requests are counted apart", () => {
  expect(summaryOf([14, 2, 6])).toBe(
    "14 requests in the last 24 hours, 6 of them refused, from 2 addresses.",
  );
  expect(summaryOf([2, 1, 2], [1, 1, 1])).toBe(
    "3 requests in the last 24 hours, all refused, from at least 1 address.",
  );
  expect(summaryOf([1, 1, 1])).toBe("1 request in the last 24 hours, refused, from 1 address.");
});
