import type { ClientConfig } from "pg";
import { closeDatabase, openDatabase, pool } from "@/db/client";
import { hashSecret } from "@/lib/api-keys/secret";
import { listConversationsQuery } from "@/lib/conversations/contract";
import { listConversations } from "@/lib/conversations/list-conversations";
import { makeKey } from "@/lib/testing/fixtures";
import { filterCombinations, sampleCombinations, searchCombinations } from "./combinations";
import { EXPLAINED, listenToPlans, type Taken } from "./explain";
import { FILLED } from "./sizes";
import { OPERATOR } from "./stage";

const LIMIT = 5;

/** What EXPLAIN (ANALYZE, BUFFERS) says of every combination of filters, by the statements that the API sends. */
export async function examined(connection: ClientConfig): Promise<Record<string, string>[]> {
  openDatabase({ ...connection, options: EXPLAINED, max: 1 }, () => {});
  const plans = listenToPlans(pool());
  const { secret } = await makeKey(OPERATOR, { name: `Examined ${Date.now()}` });
  const rows: Record<string, string>[] = [];
  for (const [kind, queries] of Object.entries({
    filters: filterCombinations(),
    searches: searchCombinations(),
    samples: sampleCombinations(),
  })) {
    for (const target of [{ account: FILLED.slug, agent: FILLED.agentSlug }, { refs: null }]) {
      let worst: Taken & { query: string } = { query: "", text: "", rows: 0, pages: 0, scans: [] };
      for (const mode of ["force_custom_plan", "force_generic_plan"]) {
        await pool().query(`set plan_cache_mode = ${mode}`);
        for (const text of queries) {
          plans();
          await listConversations(
            { key: { secretHash: hashSecret(secret) }, target, query: asked(text) },
            () => new AbortController().signal,
          );
          for (const taken of plans()) if (taken.rows > worst.rows) worst = { ...taken, query: text };
        }
      }
      rows.push({
        "a page of 5": `${kind}, ${"agent" in target ? "one agent" : "every agent"}`,
        combinations: String(queries.length),
        "rows read, at most": String(worst.rows),
        pages: String(worst.pages),
        "which, and where": `${worst.query.replaceAll("|", " ")} ${worst.scans[0]?.what ?? ""}`,
      });
    }
  }
  await closeDatabase();
  return rows;
}

/** A query string as the API takes it. */
function asked(text: string) {
  const entries = new URLSearchParams(`${text}&limit=${LIMIT}`);
  return listConversationsQuery.parse(
    Object.fromEntries([...new Set(entries.keys())].map((name) => [name, several(entries.getAll(name))])),
  );
}

const several = (values: string[]) => (values.length === 1 ? values[0] : values);
