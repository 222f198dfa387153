import type { ClientConfig } from "pg";
import { closeDatabase, openDatabase, pool } from "@/db/client/client";
import { hashSecret } from "@/lib/features/api-keys/secret";
import { listConversationsQuery } from "@/lib/features/conversations/contract";
import { listConversations } from "@/lib/features/conversations/list-conversations";
import { makeKey } from "@/testing/fixtures";
import { AUTO_EXPLAIN_OPTIONS, capturePlans, type StatementStats } from "./auto-explain";
import { filterCombinations, sampleCombinations, searchCombinations } from "./query-combinations";
import { OPERATOR } from "./server";
import { FILLED } from "./sizes";

const LIMIT = 5;

/** Measures the rows and pages that the API's statements read for every combination of filters, with auto_explain. */
export async function measureRowsRead(connection: ClientConfig): Promise<Record<string, string>[]> {
  openDatabase({ ...connection, options: AUTO_EXPLAIN_OPTIONS, max: 1 }, () => {});
  const plans = capturePlans(pool());
  const { secret } = await makeKey(OPERATOR, { name: `Examined ${Date.now()}` });
  const rows: Record<string, string>[] = [];
  for (const [kind, queries] of Object.entries({
    filters: filterCombinations(),
    searches: searchCombinations(),
    samples: sampleCombinations(),
  })) {
    for (const target of [{ account: FILLED.slug, agent: FILLED.agentSlug }, { refs: null }]) {
      let worst: StatementStats & { query: string } = { query: "", text: "", rows: 0, pages: 0, scans: [] };
      for (const mode of ["force_custom_plan", "force_generic_plan"]) {
        await pool().query(`set plan_cache_mode = ${mode}`);
        for (const text of queries) {
          plans();
          await listConversations(
            { key: { secretHash: hashSecret(secret) }, target, query: { ok: true, value: parseQuery(text) } },
            () => new AbortController().signal,
          );
          for (const stats of plans()) if (stats.rows > worst.rows) worst = { ...stats, query: text };
        }
      }
      rows.push({
        "a page of 5": `${kind}, ${"agent" in target ? "one agent" : "every agent"}`,
        combinations: String(queries.length),
        "rows read, at most": String(worst.rows),
        pages: String(worst.pages),
        "query and scan": `${worst.query.replaceAll("|", " ")} ${worst.scans[0]?.what ?? ""}`,
      });
    }
  }
  await closeDatabase();
  return rows;
}

/** Parses a query string as the API does. */
function parseQuery(text: string) {
  const entries = new URLSearchParams(`${text}&limit=${LIMIT}`);
  return listConversationsQuery.parse(
    Object.fromEntries(
      [...new Set(entries.keys())].map((name) => [name, unwrapSingle(entries.getAll(name))]),
    ),
  );
}

const unwrapSingle = (values: string[]) => (values.length === 1 ? values[0] : values);
