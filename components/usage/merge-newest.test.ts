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
const known = {
  pages: [page([5, 3], "a"), page([2, 1], null)],
  pageParams: [null, "a"] as (string | null)[],
};
const seconds = ({ pages }: { pages: RequestPage[] }) =>
  pages.map(({ requests }) => requests.map(({ id }) => id));

test("what is new goes on top once, what came late goes where it belongs, older pages stay", () => {
  const { pages, fresh } = mergeNewest(known, page([6, 5, 4], "b"));
  expect(fresh).toBe(2);
  expect(seconds(pages)).toEqual([
    [6, 5, 4, 3],
    [2, 1],
  ]);
  expect(pages.pages[0]?.nextCursor).toBe("a");
  expect(mergeNewest(pages, page([6, 5, 4], "b"))).toEqual({ pages, fresh: 0 });
});

test("where more came than a page holds, the log begins anew rather than with a hole", () => {
  const { pages, fresh } = mergeNewest(known, page([9, 8, 7], "c"));
  expect(fresh).toBe(3);
  expect(seconds(pages)).toEqual([[9, 8, 7]]);
  expect(pages.pageParams).toEqual([null]);
});

test("the first requests of an empty log are its first page", () => {
  const empty = { pages: [page([], null)], pageParams: [null] };
  expect(seconds(mergeNewest(empty, page([2, 1], null)).pages)).toEqual([[2, 1]]);
});
