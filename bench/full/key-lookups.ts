import { createHash } from "node:crypto";
import type { Client } from "pg";
import { ACCESS_COLUMN, accessCte } from "@/db/queries/key-access-sql";
import { keySecret } from "./fill-keys";
import { interleave } from "./interleave";
import type { BenchServer } from "./server";
import { FULL, SMALL } from "./sizes";

/** Enough to load most pages of the indexes. */
const WARM_UP = 20_000;

const TEXT = `with ${accessCte("external_events")} select ${ACCESS_COLUMN} as access from access a`;

/** Measures the prepared statement of a key lookup, for random keys. */
export async function keyLookups(full: BenchServer, small: BenchServer): Promise<Record<string, string>[]> {
  const lookUp = (client: Client, keys: number) => () => {
    const secret = keySecret(1 + Math.floor(Math.random() * keys));
    const values = [createHash("sha256").update(secret).digest(), null, "front-desk"];
    return client.query({ name: "access-external_events", text: TEXT, values });
  };
  // Loads the tables into memory, as on a server that has run for a while, so that no lookup waits for the disk.
  for (const { client } of [full, small])
    for (const table of ["api_keys", "api_key_agents", "agents", "workspaces"])
      await client.query(`select count(distinct md5(r::text)) from ${table} r`);
  for (let n = 0; n < WARM_UP; n++) {
    await lookUp(full.client, FULL.keys)();
    await lookUp(small.client, SMALL.keys)();
  }
  const times = await interleave(
    { full: lookUp(full.client, FULL.keys), small: lookUp(small.client, SMALL.keys) },
    { rounds: 20_000 },
  );
  return [
    {
      "key lookup, prepared": "among 1,000,000 keys ÷ among 1,000",
      "p50, ms": `${times.full.p50.toFixed(3)} ÷ ${times.small.p50.toFixed(3)}`,
      "p99, ms": `${times.full.p99.toFixed(3)} ÷ ${times.small.p99.toFixed(3)}`,
      "ratio of p50": (times.full.p50 / times.small.p50).toFixed(2),
      bar: "≤ 1.15",
    },
  ];
}
