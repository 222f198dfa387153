import { expect, test } from "vitest";
import { captureStatements, withDatabaseUnavailable } from "@/testing/database";
import { type BatchedStatement, batchedQuery } from "./batched-query";
import { closeDatabase, dedicatedClient, openDatabase, pool } from "./client";
import { isUnavailable } from "./errors";

const DOUBLE: BatchedStatement = {
  name: "doubled",
  text: "select $1::int * 2 as twice, $2 as said where $1::int <> 13",
  types: ["text", "text"],
};
const double = (n: number | string, said: string) =>
  batchedQuery<{ twice: number; said: string }>(DOUBLE, [n, said]);

test("everybody gets the rows of their own values, and those who come at once share a statement", async () => {
  const { during } = await captureStatements();
  await withDatabaseUnavailable(async () => {});
  await expect
    .poll(() =>
      double(1, "again").then(
        () => "there",
        () => "away",
      ),
    )
    .toBe("there");
  const odd = [`"quoted"`, `back\\slash`, "{braces}, commas", "NULL", "ż 😀"];
  const answers: Promise<unknown>[] = [];
  const statements = await during(async () => {
    for (let n = 0; n < 200; n++) answers.push(double(n, odd[n % odd.length] ?? ""));
    await Promise.all(answers);
  });
  for (const [n, answer] of answers.entries()) {
    const own = [{ asked_n: expect.any(Number), twice: n * 2, said: odd[n % odd.length] }];
    expect(await answer).toEqual(n === 13 ? [] : own);
  }
  expect(statements.length).toBeGreaterThan(0);
  expect(statements.length).toBeLessThan(20);
});

test("one that PostgreSQL can make nothing of fails alone", async () => {
  const [before, broken, after] = await Promise.allSettled([
    double(1, "before"),
    double("no number", "broken"),
    double(3, "after"),
  ]);
  expect(before).toMatchObject({ value: [{ twice: 2 }] });
  expect(broken).toMatchObject({ status: "rejected", reason: { code: "22P02" } });
  expect(after).toMatchObject({ value: [{ twice: 6 }] });
});

test("a batch that hangs does not keep the next from going", async () => {
  const waiting: BatchedStatement = {
    name: "waiting",
    text: "select pg_advisory_lock_shared($1::bigint), $1 as which",
    types: ["text"],
  };
  const holder = await pool().connect();
  await holder.query("select pg_advisory_lock(4711)");
  const hung = batchedQuery(waiting, [4711]);
  try {
    await expect
      .poll(async () => (await holder.query("select from pg_locks where not granted")).rowCount)
      .toBe(1);
    expect(await batchedQuery(waiting, [4712])).toMatchObject([{ which: "4712" }]);
  } finally {
    await holder.query("select pg_advisory_unlock(4711)");
    holder.release();
  }
  expect(await hung).toMatchObject([{ which: "4711" }]);
});

test("whoever waits behind a database that does not answer is told so", async () => {
  const { host, port, user, password, database } = dedicatedClient();
  await closeDatabase();
  openDatabase({ host, port, user, password, database, connectionTimeoutMillis: 500 }, () => {});
  const held = await Promise.all(Array.from({ length: pool().options.max }, () => pool().connect()));
  try {
    const asked = await Promise.allSettled(Array.from({ length: 300 }, (_, n) => double(n, "late")));
    expect(asked.every((one) => one.status === "rejected" && isUnavailable(one.reason))).toBe(true);
  } finally {
    for (const client of held) client.release();
  }
  expect(await double(4, "on time")).toMatchObject([{ twice: 8 }]);
});
