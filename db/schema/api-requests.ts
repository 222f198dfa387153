import { sql } from "drizzle-orm";
import { bigint, index, integer, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { identifier, instant } from "./columns";

/**
 * The request log: one row per request with a key, written in batches outside of requests. Partitioned by day, so that an expired
 * day can be dropped quickly (see the migration; drizzle does not support partitions). Without foreign keys, so that entries
 * outlive their key. Contains no bodies, query strings or secrets.
 */
export const apiRequests = pgTable(
  "api_requests",
  {
    workspaceId: identifier("workspace_id").notNull(),
    keyId: identifier("key_id").notNull(),
    at: instant("at").notNull(),
    /** Random; distinguishes requests of the same millisecond. */
    id: bigint("id", { mode: "number" }).notNull(),
    endpoint: text("endpoint").notNull(),
    method: text("method").notNull(),
    path: text("path").notNull(),
    status: smallint("status").notNull(),
    durationMs: integer("duration_ms").notNull(),
    correlationId: text("correlation_id").notNull(),
    address: text("address").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.keyId, t.at, t.id] }),
    // One index for filters by endpoint, by status, or by both, which read the newest rows of each combination.
    index("api_requests_by_kind").on(
      ...[t.workspaceId, t.keyId, t.endpoint, sql`(${t.status} / 100)`, t.at, t.id],
    ),
  ],
);
