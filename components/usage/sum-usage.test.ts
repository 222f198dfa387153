import { expect, test } from "vitest";
import { formatRecentUsage } from "./format";
import { sumUsage } from "./sum-usage";

const summaryOf = (...parts: [requests: number, addresses: number, failed?: number][]) => {
  const all = sumUsage(
    parts.map(([requests, addresses, failed = 0]) => ({
      requests,
      successes: requests - failed,
      addresses,
      keys: [],
    })),
  );
  return formatRecentUsage(all, all);
};

test("with several parts, reports the largest number of IP addresses as a lower bound", () => {
  expect(summaryOf([1200, 3], [4, 2])).toBe(
    "1,204 requests in the last 24 hours, from at least 3 IP addresses.",
  );
  expect(summaryOf([1, 1], [1, 1])).toBe("2 requests in the last 24 hours, from at least 1 IP address.");
});

test("a single part with requests gives an exact count", () => {
  expect(summaryOf([14, 2])).toBe("14 requests in the last 24 hours, from 2 IP addresses.");
  expect(summaryOf([0, 0], [1, 1], [0, 0])).toBe("1 request in the last 24 hours, from 1 IP address.");
  expect(summaryOf([0, 0], [0, 0])).toBe("No requests in the last 24 hours.");
});

test("counts failed requests separately", () => {
  expect(summaryOf([14, 2, 6])).toBe("14 requests in the last 24 hours, 6 failed, from 2 IP addresses.");
  expect(summaryOf([2, 1, 2], [1, 1, 1])).toBe(
    "3 requests in the last 24 hours, all failed, from at least 1 IP address.",
  );
  expect(summaryOf([1, 1, 1])).toBe("1 request in the last 24 hours, failed, from 1 IP address.");
});
