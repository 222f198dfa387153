import { expect, test } from "vitest";
import { addUp } from "./add-up";
import { recentUseSentence } from "./words";

const told = (...parts: [requests: number, addresses: number][]) =>
  recentUseSentence(addUp(parts.map(([requests, addresses]) => ({ requests, addresses }))));

test("addresses that several parts may share are never counted twice", () => {
  expect(told([1200, 3], [4, 2])).toBe("1,204 requests in the last 24 hours, from at least 3 addresses.");
  expect(told([1, 1], [1, 1])).toBe("2 requests in the last 24 hours, from at least 1 address.");
});

test("what one part alone tells is told exactly", () => {
  expect(told([14, 2])).toBe("14 requests in the last 24 hours, from 2 addresses.");
  expect(told([0, 0], [1, 1], [0, 0])).toBe("1 request in the last 24 hours, from 1 address.");
  expect(told([0, 0], [0, 0])).toBe("No requests in the last 24 hours.");
});
