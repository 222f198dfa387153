import { pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { identifier, instant } from "./columns";

/**
 * When and how each key was last used, written in batches off the request's path. Apart from `api_keys`, so that use
 * never rewrites a key's row, and without a foreign key, so that a batch never fails over a key deleted meanwhile.
 *
 * A success is a response below 400, a refusal any other. The version before this one knew only `last_used_at` and the two
 * columns after it, which every request moves. Both versions write them, so that either can run beside the other; a row
 * whose `last_used_at` is later than every other instant was last written by that version, and `classifyUses()` finds out
 * what its requests were.
 */
export const apiKeyUsage = pgTable(
  "api_key_usage",
  {
    workspaceId: identifier("workspace_id").notNull(),
    keyId: identifier("key_id").notNull(),
    lastUsedAt: instant("last_used_at").notNull(),
    lastPath: text("last_path").notNull(),
    lastAddress: text("last_address").notNull(),
    lastSuccessAt: instant("last_success_at"),
    /** Null, like the address, where the success is known by the counts alone: to the hour. */
    lastSuccessPath: text("last_success_path"),
    lastSuccessAddress: text("last_success_address"),
    lastRefusalAt: instant("last_refusal_at"),
    lastRefusalPath: text("last_refusal_path"),
    lastRefusalAddress: text("last_refusal_address"),
    lastRefusalStatus: smallint("last_refusal_status"),
    /** There may have been a success until then that no record shows; after it, every one is known. Null: all are known. */
    outcomeUnknownUntil: instant("outcome_unknown_until"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.keyId] })],
);
