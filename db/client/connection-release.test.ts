import { afterEach, beforeEach, expect, test } from "vitest";
import { maintainLogPartitions } from "../queries/log-partitions";
import { queryWithSignal } from "./cancellable-query";
import { closeDatabase, dedicatedClient, openDatabase, pool } from "./client";
import { NotificationListener } from "./notifications";

// A connection that may hang, or stand within a transaction, is cut and never given to the next.

/** Opens the database anew, with little patience. */
async function reopen(query_timeout: number): Promise<void> {
  const { host, port, user, password, database } = dedicatedClient();
  await closeDatabase();
  openDatabase({ host, port, user, password: password ?? undefined, database, query_timeout }, () => {});
}

beforeEach(() => reopen(200));
afterEach(() => expect(pool().totalCount).toBe(pool().idleCount));

test("one whose transaction broke off is not given back", async () => {
  const holder = dedicatedClient();
  await holder.connect();
  try {
    await holder.query({ text: "begin; lock table api_requests in access exclusive mode" });
    await expect(maintainLogPartitions(30, Date.parse("2041-03-01T12:00:00Z"))).rejects.toThrow(/timeout/);
    expect(pool().totalCount).toBe(0);
  } finally {
    await holder.end();
  }
});

test("one whose statement took too long is not given back", async () => {
  const never = new AbortController().signal;
  await expect(queryWithSignal(never, { text: "select pg_sleep(1)" })).rejects.toThrow(/timeout/);
  expect(pool().totalCount).toBe(0);
  await expect(queryWithSignal(never, { text: "select 1 / 0" })).rejects.toThrow(/division/);
  expect(pool().idleCount).toBe(1);
});

test("one on which nobody can listen is not kept, and the next is asked for", async () => {
  const bell = new NotificationListener("no channel");
  for (const _ of [1, 2]) {
    await expect(bell.subscribe("anything")).rejects.toThrow(/syntax/);
    expect(pool().totalCount).toBe(0);
  }
});

test("one that breaks while it listens wakes whoever listens, and is given up", async () => {
  const bell = new NotificationListener("a_channel");
  const ear = await bell.subscribe("anything");
  expect([bell.subscriberCount, pool().totalCount]).toEqual([1, 1]);
  const beside = dedicatedClient();
  await beside.connect();
  await beside.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen a_channel'",
  );
  await beside.end();
  await ear.notified;
  ear.unsubscribe();
  await bell.close();
  expect([bell.subscriberCount, pool().totalCount]).toEqual([0, 0]);
});
