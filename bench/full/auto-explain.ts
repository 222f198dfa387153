import type { Pool } from "pg";

/** Settings of a connection on which PostgreSQL sends the plan of each statement, as EXPLAIN (ANALYZE, BUFFERS) does, as a notice. */
export const AUTO_EXPLAIN_OPTIONS = [
  "session_preload_libraries=auto_explain",
  "client_min_messages=log",
  "auto_explain.log_level=notice",
  "auto_explain.log_min_duration=0",
  "auto_explain.log_analyze=on",
  "auto_explain.log_timing=off",
  "auto_explain.log_buffers=on",
  "auto_explain.log_format=json",
]
  .map((setting) => `-c ${setting}`)
  .join(" ");

interface Node {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  "Index Cond"?: string;
  "Recheck Cond"?: string;
  Filter?: string;
  "Shared Hit Blocks"?: number;
  "Shared Read Blocks"?: number;
  Plans?: Node[];
}

/** What a statement read. */
export interface StatementStats {
  text: string;
  /** Rows and index entries that were read, whether or not the result contains them. */
  rows: number;
  /** Pages of tables and indexes. */
  pages: number;
  /** The scans, in descending order of rows. */
  scans: { what: string; rows: number; where: string }[];
}

/**
 * Captures the plans of a pool whose connections have the settings above.
 * @returns returns the statistics of the statements since its previous call
 */
export function capturePlans(pool: Pool): () => StatementStats[] {
  let captured: StatementStats[] = [];
  pool.on("connect", (client) => {
    client.on("notice", ({ message = "" }) => {
      const json = /^duration: [^\n]*plan:\n([\s\S]*)$/.exec(message)?.[1];
      if (json) captured.push(statementStats(JSON.parse(json) as { "Query Text": string; Plan: Node }));
    });
  });
  return () => {
    const since = captured;
    captured = [];
    return since;
  };
}

function statementStats({
  "Query Text": text,
  Plan: plan,
}: {
  "Query Text": string;
  Plan: Node;
}): StatementStats {
  const scans = collectScans(plan).sort((a, b) => b.rows - a.rows);
  return {
    text,
    rows: scans.reduce((sum, { rows }) => sum + rows, 0),
    pages: (plan["Shared Hit Blocks"] ?? 0) + (plan["Shared Read Blocks"] ?? 0),
    scans,
  };
}

function collectScans(node: Node): StatementStats["scans"] {
  const inner = (node.Plans ?? []).flatMap(collectScans);
  const where = node["Relation Name"] ?? node["Index Name"];
  if (!where || node["Node Type"] === "ModifyTable") return inner;
  const read =
    node["Actual Rows"] +
    (node["Rows Removed by Filter"] ?? 0) +
    (node["Rows Removed by Index Recheck"] ?? 0);
  const what = [node["Node Type"], where, node["Index Name"]].filter(Boolean).join(" ");
  const conditions = [node["Index Cond"], node["Recheck Cond"], node.Filter].filter(Boolean).join(" and ");
  return [{ what, rows: Math.round(read * node["Actual Loops"]), where: conditions }, ...inner];
}
