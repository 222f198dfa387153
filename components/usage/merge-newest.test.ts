import { expect, test } from "vitest";
import type { RequestDto, RequestPage } from "@/lib/features/usage/contract";
import { mergeNewest } from "./merge-newest";

const request = (second: number): RequestDto => ({
  id: second,
  at: `2026-09-01T10:00:${String(second).padStart(2, "0")}.000Z`,
  endpoint: "listConversations",
  method: "GET",
  path: "/v3",
  status: 200,
  durationMs: 1,
  correlationId: "c",
  address: "192.0.2.7",
});
const page = (seconds: number[], nextCursor: string | null): RequestPage => ({
  requests: seconds.map(request),
  nextCursor,
});
const loaded = {
  pages: [page([5, 3], "a"), page([2, 1], null)],
  pageParams: [null, "a"] as (string | null)[],
};
const seconds = ({ pages }: { pages: RequestPage[] }) =>
  pages.map(({ requests }) => requests.map(({ id }) => id));

test("adds new requests once, sorts late ones in, and keeps older pages", () => {
  const { pages, newCount } = mergeNewest(loaded, page([6, 5, 4], "b"));
  expect(newCount).toBe(2);
  expect(seconds(pages)).toEqual([
    [6, 5, 4, 3],
    [2, 1],
  ]);
  expect(pages.pages[0]?.nextCursor).toBe("a");
  expect(mergeNewest(pages, page([6, 5, 4], "b"))).toEqual({ pages, newCount: 0 });
});

test("starts again with the newest page when a gap is possible", () => {
  const { pages, newCount } = mergeNewest(loaded, page([9, 8, 7], "c"));
  expect(newCount).toBe(3);
  expect(seconds(pages)).toEqual([[9, 8, 7]]);
  expect(pages.pageParams).toEqual([null]);
});

test("the first requests of an empty log become its first page", () => {
  const empty = { pages: [page([], null)], pageParams: [null] };
  expect(seconds(mergeNewest(empty, page([2, 1], null)).pages)).toEqual([[2, 1]]);
});
