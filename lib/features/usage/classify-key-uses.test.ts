import { beforeEach, expect, test } from "vitest";
import { pool, transaction } from "@/db/client/client";
import { addRequestCounts, insertRequests } from "@/db/queries/api-requests";
import { DAY_MS, HOUR_MS } from "@/lib/core/durations";
import type { OperatorActor } from "@/lib/features/actor";
import { listApiKeysInput } from "@/lib/features/api-keys/contract";
import { listApiKeys } from "@/lib/features/api-keys/list-api-keys";
import { makeKey, makeWorkspace, seedRequestLog } from "@/testing/fixtures";
import { classifyKeyUses } from "./classify-key-uses";

const now = Date.now();
const ago = (ms: number) => new Date(now - ms);

let actor: OperatorActor;
beforeEach(async () => {
  actor = await makeWorkspace();
});

/** How the version before migration 0013 stores the last use of a key: without its outcome. */
const PREVIOUS_UPSERT = `
  with uses as materialized (
    select key.workspace_id, key.id as key_id, use.at, use.path, use.address, date_trunc('minute', use.at) as minute
    from (values ($1::text, $2::text, $3::timestamptz, $4::text, '192.0.2.7')) as use (workspace_id, key_id, at, path, address)
    join api_keys as key on key.workspace_id = use.workspace_id and key.id = use.key_id
  ), noted as (
    insert into api_key_usage as known (workspace_id, key_id, last_used_at, last_path, last_address)
    select workspace_id, key_id, at, path, address from uses
    on conflict (workspace_id, key_id) do update
      set last_used_at = excluded.last_used_at, last_path = excluded.last_path, last_address = excluded.last_address
      where known.last_used_at < excluded.last_used_at
  )
  update api_keys as key set last_used_minute = uses.minute from uses
  where key.workspace_id = uses.workspace_id and key.id = uses.key_id and key.last_used_minute < uses.minute`;

/** Stores requests like the previous version. */
async function storeByPreviousVersion(
  keyId: string,
  requests: { at: Date; status: number; path?: string }[],
): Promise<void> {
  const { workspaceId } = actor;
  const endpoint = "listConversations";
  const key = { workspaceId, keyId };
  await transaction(async (tx) => {
    await insertRequests(
      tx,
      requests.map(({ at, status, path = "/v3" }, id) => ({
        dimensions: { ...key, endpoint, method: "GET", path, status, address: "192.0.2.7" },
        ...{ at: at.getTime(), id, durationMs: 1, correlationId: "c" },
      })),
      false,
    );
    for (const { at, status } of requests) {
      const start = new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS);
      const statusClass = Math.floor(status / 100);
      await addRequestCounts(tx, [{ ...key, start, endpoint, statusClass, requests: 1 }]);
    }
  });
  for (const { at, path = "/v3" } of requests) {
    await pool().query(PREVIOUS_UPSERT, [workspaceId, keyId, at, path]);
  }
}

const setCreatedAt = (keyId: string, at: Date) =>
  pool().query("update api_keys set created_at = $2 where id = $1", [keyId, at]);

async function readUse(keyId: string) {
  const { keys } = await listApiKeys(actor, listApiKeysInput.parse({ search: keyId }));
  const { lastUsedAt, lastSuccessAt, lastRefusalAt, lastRefusalStatus, outcomeUnknownUntil } = keys[0] ?? {};
  return { lastUsedAt, lastSuccessAt, lastRefusalAt, lastRefusalStatus, outcomeUnknownUntil };
}

const sortedByUse = async () =>
  (await listApiKeys(actor, listApiKeysInput.parse({ sort: "used" }))).keys.map(({ name }) => name);

const iso = (date: Date) => date.toISOString();

test("classifies stored uses from the request log, and sorts the key list by them", async () => {
  const working = (await makeKey(actor, { name: "Working" })).key;
  const failing = (await makeKey(actor, { name: "Failing" })).key;
  await makeKey(actor, { name: "Never used" });
  await storeByPreviousVersion(working.id, [
    { at: ago(2 * HOUR_MS), status: 200 },
    { at: ago(HOUR_MS), status: 404 },
  ]);
  await storeByPreviousVersion(failing.id, [{ at: ago(60_000), status: 403 }]);
  expect(await sortedByUse()).toEqual(["Failing", "Working", "Never used"]);
  // Its outcome is not known yet.
  expect(await readUse(failing.id)).toMatchObject({
    lastSuccessAt: null,
    outcomeUnknownUntil: iso(ago(60_000)),
  });

  await classifyKeyUses();
  expect(await readUse(working.id)).toEqual({
    lastUsedAt: iso(ago(HOUR_MS)),
    lastSuccessAt: iso(ago(2 * HOUR_MS)),
    lastRefusalAt: iso(ago(HOUR_MS)),
    lastRefusalStatus: 404,
    outcomeUnknownUntil: null,
  });
  expect(await readUse(failing.id)).toEqual({
    lastUsedAt: iso(ago(60_000)),
    lastSuccessAt: null,
    lastRefusalAt: iso(ago(60_000)),
    lastRefusalStatus: 403,
    outcomeUnknownUntil: null,
  });
  expect((await sortedByUse())[0]).toBe("Working");
  const before = await pool().query("select * from api_key_usage order by key_id");
  await classifyKeyUses();
  expect((await pool().query("select * from api_key_usage order by key_id")).rows).toEqual(before.rows);
});

test("dates a success that the log no longer has to the hour, and leaves one without a record unknown", async () => {
  const counted = (await makeKey(actor, { name: "Counted" })).key;
  const forgotten = (await makeKey(actor, { name: "Forgotten" })).key;
  const failedOnly = (await makeKey(actor, { name: "Failed lately" })).key;
  for (const { id } of [counted, forgotten, failedOnly]) await setCreatedAt(id, ago(90 * DAY_MS));
  await storeByPreviousVersion(counted.id, [
    { at: ago(9 * DAY_MS), status: 200 },
    { at: ago(HOUR_MS), status: 403 },
  ]);
  await storeByPreviousVersion(forgotten.id, [{ at: ago(60 * DAY_MS), status: 200 }]);
  await storeByPreviousVersion(failedOnly.id, [{ at: ago(HOUR_MS), status: 403 }]);
  await pool().query("delete from api_requests where key_id = any($1) and at < $2", [
    [counted.id, forgotten.id],
    ago(5 * DAY_MS),
  ]);
  await pool().query("delete from api_request_counts where key_id = $1", [forgotten.id]);

  await classifyKeyUses();
  const endOfHour = new Date(Math.floor((now - 9 * DAY_MS) / HOUR_MS) * HOUR_MS + HOUR_MS - 1);
  expect(await readUse(counted.id)).toMatchObject({
    lastSuccessAt: iso(endOfHour),
    lastRefusalAt: iso(ago(HOUR_MS)),
    outcomeUnknownUntil: null,
  });
  expect(await readUse(forgotten.id)).toEqual({
    lastUsedAt: iso(ago(60 * DAY_MS)),
    lastSuccessAt: null,
    lastRefusalAt: null,
    lastRefusalStatus: null,
    outcomeUnknownUntil: iso(ago(60 * DAY_MS)),
  });
  // Hourly counts are kept for 32 days and show no success before that.
  const { outcomeUnknownUntil, ...known } = await readUse(failedOnly.id);
  expect(known).toMatchObject({ lastSuccessAt: null, lastRefusalAt: iso(ago(HOUR_MS)) });
  const age = Date.now() - Date.parse(outcomeUnknownUntil ?? "");
  expect(Math.round(age / DAY_MS)).toBe(32);
  expect(await sortedByUse()).toEqual(["Counted", "Failed lately", "Forgotten"]);
});

test("a failure stored by this version does not overwrite a success stored by the previous one", async () => {
  const { key } = await makeKey(actor);
  await storeByPreviousVersion(key.id, [{ at: ago(2000), status: 200, path: "/v3/served" }]);
  await seedRequestLog(actor, key.id, [{ at: ago(1000), status: 403 }]);
  expect(await readUse(key.id)).toEqual({
    lastUsedAt: iso(ago(1000)),
    lastSuccessAt: iso(ago(2000)),
    lastRefusalAt: iso(ago(1000)),
    lastRefusalStatus: 403,
    outcomeUnknownUntil: null,
  });
});

test("classifies keys in several batches, and each key once", async () => {
  const { key } = await makeKey(actor);
  await storeByPreviousVersion(key.id, [{ at: ago(1000), status: 200 }]);
  // 1,200 copies of the key.
  await pool().query(
    `insert into api_keys (workspace_id, id, name, secret_hash, secret_start, secret_end, all_agents, permissions,
       expires_at, created_by_name)
     select workspace_id, id || n, 'Key ' || n, sha256((id || n)::bytea), secret_start, secret_end, all_agents, permissions,
       expires_at, created_by_name from api_keys, generate_series(1, 1200) n where id = $1`,
    [key.id],
  );
  await pool().query(
    `insert into api_key_usage (workspace_id, key_id, last_used_at, last_path, last_address)
     select workspace_id, key_id || n, last_used_at, last_path, last_address
     from api_key_usage, generate_series(1, 1200) n where key_id = $1`,
    [key.id],
  );
  expect(await classifyKeyUses()).toBe(1201);
  expect(await classifyKeyUses()).toBe(0);
});
