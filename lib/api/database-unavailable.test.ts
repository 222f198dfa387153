import { expect, test } from "vitest";
import { pool } from "@/db/client/client";
import { isUnavailable, OverloadedError } from "@/db/client/errors";
import { setupApiClient } from "@/testing/api-server";
import { withDatabaseUnavailable } from "@/testing/database";
import { makeKey, makeWorkspace } from "@/testing/fixtures";

const call = setupApiClient();

test("returns 503 with Retry-After while the database is unavailable, and recovers by itself", async () => {
  const actor = await makeWorkspace();
  const { secret: key } = await makeKey(actor);
  const sendRequest = () => call("/v3/conversations", { key });
  expect((await sendRequest()).status).toBe(200);

  await withDatabaseUnavailable(async () => {
    await expect.poll(async () => (await sendRequest()).status).toBe(503);
    const rejected = await sendRequest();
    expect(rejected.headers.get("retry-after")).toBe("1");
    expect(await rejected.json()).toMatchObject({ error_code: "UNAVAILABLE" });
    expect((await call("/healthz")).status).toBe(200);
    expect((await call("/readyz")).status).toBe(503);
  });
  await expect.poll(async () => (await sendRequest()).status).toBe(200);
  expect((await call("/readyz")).status).toBe(200);
});

test("returns 503 when too many requests are waiting for a connection", async () => {
  const actor = await makeWorkspace();
  const { secret: key } = await makeKey(actor);
  // Called once: `pool()` throws if the queue is full, and the request log may be waiting for a connection too.
  const connections = pool();
  const busy = await Promise.all(
    Array.from({ length: connections.options.max }, () => connections.connect()),
  );
  const waiting = Array.from({ length: 501 }, async () => (await connections.connect()).release());
  try {
    expect((await call("/v3/conversations", { key })).status).toBe(503);
    expect((await call("/healthz")).status).toBe(200);
  } finally {
    for (const client of busy) client.release();
    await Promise.all(waiting);
  }
  expect((await call("/v3/conversations", { key })).status).toBe(200);
});

test("fails only the statement whose connection breaks", async () => {
  const client = await pool().connect();
  const ended = new Promise((resolve) => client.once("end", resolve));
  // Without a listener, the error that follows would end the process.
  await expect(client.query("select pg_terminate_backend(pg_backend_pid())")).rejects.toSatisfy(
    isUnavailable,
  );
  await ended;
  client.release();
  expect((await pool().query("select 1 as one")).rows).toEqual([{ one: 1 }]);
});

test("distinguishes temporary database errors from bugs", () => {
  const coded = (code: string) => Object.assign(new Error("x"), { code });
  for (const error of [
    new OverloadedError(),
    new Error("timeout exceeded when trying to connect"),
    new Error("Failed query", { cause: coded("57P01") }),
    Object.assign(coded("ECONNREFUSED"), { syscall: "connect" }),
    Object.assign(coded("ENOENT"), { syscall: "connect" }),
    new AggregateError([Object.assign(coded("ECONNREFUSED"), { syscall: "connect" })]),
    coded("53300"),
    coded("57014"),
  ]) {
    expect(isUnavailable(error), String(error)).toBe(true);
  }
  const noFile = Object.assign(coded("ENOENT"), { syscall: "open" });
  for (const error of [new Error("x"), coded("23505"), coded("42P01"), noFile, "57P01", null]) {
    expect(isUnavailable(error), String(error)).toBe(false);
  }
});
