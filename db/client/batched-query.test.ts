import { expect, test } from "vitest";
import { captureStatements, withDatabaseUnavailable } from "@/testing/database";
import { type BatchedStatement, batchedQuery } from "./batched-query";
import { closeDatabase, dedicatedClient, openDatabase, pool } from "./client";
import { isUnavailable } from "./errors";

const DOUBLE: BatchedStatement = {
  name: "doubled",
  text: "select $1::int * 2 as twice, $2 as label where $1::int <> 13",
  types: ["text", "text"],
};
const double = (n: number | string, label: string) =>
  batchedQuery<{ twice: number; label: string }>(DOUBLE, [n, label]);

test("each request gets its own rows, and concurrent requests share a statement", async () => {
  const { during } = await captureStatements();
  await withDatabaseUnavailable(async () => {});
  await expect
    .poll(() =>
      double(1, "again").then(
        () => "available",
        () => "unavailable",
      ),
    )
    .toBe("available");
  const odd = [`"quoted"`, `back\\slash`, "{braces}, commas", "NULL", "ż 😀"];
  const results: Promise<unknown>[] = [];
  const statements = await during(async () => {
    for (let n = 0; n < 200; n++) results.push(double(n, odd[n % odd.length] ?? ""));
    await Promise.all(results);
  });
  for (const [n, result] of results.entries()) {
    const own = [{ request_n: expect.any(Number), twice: n * 2, label: odd[n % odd.length] }];
    expect(await result).toEqual(n === 13 ? [] : own);
  }
  expect(statements.length).toBeGreaterThan(0);
  expect(statements.length).toBeLessThan(20);
});

test("a request with invalid values fails alone", async () => {
  const [before, broken, after] = await Promise.allSettled([
    double(1, "before"),
    double("not a number", "broken"),
    double(3, "after"),
  ]);
  expect(before).toMatchObject({ value: [{ twice: 2 }] });
  expect(broken).toMatchObject({ status: "rejected", reason: { code: "22P02" } });
  expect(after).toMatchObject({ value: [{ twice: 6 }] });
});

test("a stalled batch does not block the next one", async () => {
  const waiting: BatchedStatement = {
    name: "waiting",
    text: "select pg_advisory_lock_shared($1::bigint), $1 as which",
    types: ["text"],
  };
  const blocker = await pool().connect();
  await blocker.query("select pg_advisory_lock(4711)");
  const stalled = batchedQuery(waiting, [4711]);
  try {
    await expect
      .poll(async () => (await blocker.query("select from pg_locks where not granted")).rowCount)
      .toBe(1);
    expect(await batchedQuery(waiting, [4712])).toMatchObject([{ which: "4712" }]);
  } finally {
    await blocker.query("select pg_advisory_unlock(4711)");
    blocker.release();
  }
  expect(await stalled).toMatchObject([{ which: "4711" }]);
});

test("requests that wait for an unresponsive database are rejected as unavailable", async () => {
  const { host, port, user, password, database } = dedicatedClient();
  await closeDatabase();
  openDatabase({ host, port, user, password, database, connectionTimeoutMillis: 500 }, () => {});
  const clients = await Promise.all(Array.from({ length: pool().options.max }, () => pool().connect()));
  try {
    const results = await Promise.allSettled(Array.from({ length: 300 }, (_, n) => double(n, "late")));
    expect(results.every((one) => one.status === "rejected" && isUnavailable(one.reason))).toBe(true);
  } finally {
    for (const client of clients) client.release();
  }
  expect(await double(4, "on time")).toMatchObject([{ twice: 8 }]);
});
