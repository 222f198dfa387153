import { expect, test } from "vitest";
import { pool } from "@/db/client/client";
import { sortKey } from "@/lib/core/name-order";
import { listApiKeysInput } from "@/lib/features/api-keys/contract";
import { listApiKeys } from "@/lib/features/api-keys/list-api-keys";
import { makeKey, makeMember, makeWorkspace } from "@/testing/fixtures";
import { fillSortKeys } from "./fill-sort-keys";

const keyOf = async (table: "api_keys" | "users", id: string) =>
  (await pool().query(`select sort_key from ${table} where id = $1`, [id])).rows[0]?.sort_key;

test("gives every row from before an update its key, and the rows of the previous version later", async () => {
  await fillSortKeys();
  const actor = await makeWorkspace();
  const { userId, name } = await makeMember(actor);
  const ids: string[] = [];
  for (let n = 0; n < 60; n++) ids.push((await makeKey(actor, { name: `Ä ${n}` })).key.id);
  expect(await fillSortKeys()).toBe(0);
  await pool().query("update api_keys set sort_key = '' where workspace_id = $1", [actor.workspaceId]);
  await pool().query("update users set sort_key = '' where id = $1", [userId]);

  // A page of a list by name, read before its rows get their keys, hides no row of the next page.
  const list = (cursor: string | null) =>
    listApiKeys(actor, listApiKeysInput.parse({ sort: "name", cursor }));
  const first = await list(null);
  expect(await fillSortKeys({ missing: true })).toBe(61);
  const second = await list(first.nextCursor);
  expect(second.keys).toHaveLength(50);
  expect(new Set([...first.keys, ...second.keys].map(({ id }) => id)).size).toBeGreaterThanOrEqual(50);
  expect(await keyOf("users", userId)).toBe(sortKey(name));

  // The previous version writes names without keys.
  const [renamed = "", inserted = ""] = ids;
  await pool().query("update api_keys set name = 'Öl 2', version = version + 1 where id = $1", [renamed]);
  await pool().query(
    `insert into api_keys (workspace_id, id, name, secret_hash, secret_start, secret_end, all_agents, permissions,
       created_by_name, expires_at)
     select workspace_id, 'key_previous', 'Öl 10', sha256('previous'), 'aaaa', 'bbbb', true, permissions, 'Ada', now()
     from api_keys where id = $1`,
    [inserted],
  );
  expect(await keyOf("api_keys", renamed)).toBe("öl 2");
  expect(await keyOf("api_keys", "key_previous")).toBe("öl 10");
  expect(await fillSortKeys({ missing: true })).toBe(0);
  expect(await fillSortKeys()).toBe(2);
  expect(await keyOf("api_keys", renamed)).toBe(sortKey("Öl 2"));
  const last = await listApiKeys(actor, listApiKeysInput.parse({ sort: "name", search: "ol" }));
  expect(last.keys.map(({ name }) => name)).toEqual(["Öl 2", "Öl 10"]);
});
