import { sql } from "drizzle-orm";
import { bigint, index, integer, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { identifier, instant } from "./columns";

/**
 * The request log: one row a request that came with a key, written in batches off the request's path. Parted by days,
 * so that a day is dropped at once when its time is over (see the migration: drizzle knows no partitions). Without
 * foreign keys, so that it outlives the key. Bodies, queries and secrets are never in it.
 */
export const apiRequests = pgTable(
  "api_requests",
  {
    workspaceId: identifier("workspace_id").notNull(),
    keyId: identifier("key_id").notNull(),
    at: instant("at").notNull(),
    /** Random; parts requests of the same millisecond. */
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
    // Filters by endpoint, by status or by both take the newest of each kind: one index for all three.
    index("api_requests_by_kind").on(
      ...[t.workspaceId, t.keyId, t.endpoint, sql`(${t.status} / 100)`, t.at, t.id],
    ),
  ],
);
