import { expect, test } from "vitest";
import { dedicatedClient, pool } from "@/db/client/client";
import { createApiKey } from "@/lib/features/api-keys/create-api-key";
import { importConversations } from "@/lib/features/conversations/import-conversations";
import { setupApiClient } from "@/testing/api-server";
import { inAnHour, seedRequestLog } from "@/testing/fixtures";
import { fill } from "./fill";
import { FILLED } from "./sizes";

const call = setupApiClient();
const operator = { kind: "operator", workspaceId: FILLED.workspace, name: "tester" } as const;

/** The shape of a row: its types, and the pattern of its IDs and paths. */
function shapeOf(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      typeof value === "string" && /_id$|^id$|path|method|address|correlation/.test(column)
        ? value.replace(/[0-9a-f]+/g, "0").replace(/[A-Z0-9]{3,}/g, "A")
        : value === null
          ? null
          : Object.prototype.toString.call(value),
    ]),
  );
}

test("the filled rows match the rows that the use cases write", async () => {
  const client = dedicatedClient();
  await client.connect();
  await fill(client, { conversations: 400, keys: 60, keysOfOne: 40, requests: 3000 }, () => {});
  await client.end();

  // Importing what the API returns changes nothing, so every column and the hash over all of them are the same.
  const { secret, key } = await createApiKey(operator, {
    name: "Walker",
    agents: { scope: "all" },
    permissions: ["conversations"],
    expiresAt: inAnHour(),
  });
  const lines: string[] = [];
  for (const environment of ["live", "pre-release", "sandbox"]) {
    const path = `/v3/${FILLED.slug}/${FILLED.agentSlug}/conversations?include_latency=true&client_env=${environment}`;
    const { conversations } = await (await call(path, { key: secret })).json();
    for (const conversation of conversations) lines.push(JSON.stringify(conversation));
  }
  const report = await importConversations(operator, FILLED.agent, lines);
  expect(report).toEqual({ imported: 0, updated: 0, unchanged: 400, failed: 0, errors: [] });

  await seedRequestLog(operator, key.id, [{ path: "/v3/full/front-desk/conversations" }]);
  for (const [table, own] of [
    ["api_keys", "id"],
    ["api_requests", "key_id"],
    ["api_request_counts", "key_id"],
    ["api_key_addresses", "key_id"],
    ["api_key_usage", "key_id"],
  ]) {
    const shapes = async (condition: string) => {
      const { rows } = await pool().query(`select * from ${table} where workspace_id = $1 and ${condition}`, [
        FILLED.workspace,
        key.id,
      ]);
      expect(rows, table).not.toEqual([]);
      return rows.map((row) => JSON.stringify(shapeOf(row)));
    };
    const [verb = ""] = await shapes(`${own} = $2`);
    expect(await shapes(`${own} <> $2`), table).toContain(verb.replace("seeded-0", "0-0-0-0-0"));
  }
});
