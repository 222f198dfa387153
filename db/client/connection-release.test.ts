import { afterEach, beforeEach, expect, test } from "vitest";
import { maintainLogPartitions } from "../queries/log-partitions";
import { queryWithSignal } from "./cancellable-query";
import { closeDatabase, dedicatedClient, openDatabase, pool } from "./client";
import { NotificationListener } from "./notifications";

// A connection that may hang, or that has an open transaction, is closed and never reused.

/** Reopens the database with a short query timeout, in milliseconds. */
async function reopen(query_timeout: number): Promise<void> {
  const { host, port, user, password, database } = dedicatedClient();
  await closeDatabase();
  openDatabase({ host, port, user, password: password ?? undefined, database, query_timeout }, () => {});
}

beforeEach(() => reopen(200));
afterEach(() => expect(pool().totalCount).toBe(pool().idleCount));

test("closes a connection whose transaction failed", async () => {
  const locker = dedicatedClient();
  await locker.connect();
  try {
    await locker.query({ text: "begin; lock table api_requests in access exclusive mode" });
    await expect(maintainLogPartitions(30, Date.parse("2041-03-01T12:00:00Z"))).rejects.toThrow(/timeout/);
    expect(pool().totalCount).toBe(0);
  } finally {
    await locker.end();
  }
});

test("closes a connection whose statement timed out", async () => {
  const never = new AbortController().signal;
  await expect(queryWithSignal(never, { text: "select pg_sleep(1)" })).rejects.toThrow(/timeout/);
  expect(pool().totalCount).toBe(0);
  await expect(queryWithSignal(never, { text: "select 1 / 0" })).rejects.toThrow(/division/);
  expect(pool().idleCount).toBe(1);
});

test("closes a connection whose LISTEN failed, and opens a new one for the next subscriber", async () => {
  const listener = new NotificationListener("no channel");
  for (const _ of [1, 2]) {
    await expect(listener.subscribe("anything")).rejects.toThrow(/syntax/);
    expect(pool().totalCount).toBe(0);
  }
});

test("notifies the subscribers when their connection breaks, and closes it", async () => {
  const listener = new NotificationListener("a_channel");
  const subscription = await listener.subscribe("anything");
  expect([listener.subscriberCount, pool().totalCount]).toEqual([1, 1]);
  const admin = dedicatedClient();
  await admin.connect();
  await admin.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen a_channel'",
  );
  await admin.end();
  await subscription.notified;
  subscription.unsubscribe();
  await listener.close();
  expect([listener.subscriberCount, pool().totalCount]).toEqual([0, 0]);
});
