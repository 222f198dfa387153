import { pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { identifier, instant } from "./columns";

/**
 * When and how each key was last used, written in batches outside of requests. Separate from `api_keys`, so that using a key does
 * not rewrite its row, and without a foreign key, so that a batch does not fail if a key was deleted.
 *
 * A success is a response with a status below 400; all others are refusals. The previous version has only `last_used_at` and the
 * two columns after it, which every request updates. Both versions write them, so that they can run at the same time. If
 * `last_used_at` is later than all other times of the row, the previous version wrote it last, and `updateKeyOutcomes()`
 * determines the outcomes.
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
    /** Null, like the address, if the success is known only from the hourly counts. */
    lastSuccessPath: text("last_success_path"),
    lastSuccessAddress: text("last_success_address"),
    lastRefusalAt: instant("last_refusal_at"),
    lastRefusalPath: text("last_refusal_path"),
    lastRefusalAddress: text("last_refusal_address"),
    lastRefusalStatus: smallint("last_refusal_status"),
    /** Until this time, there may have been successes that no record shows; later ones are all known. Null: all are known. */
    outcomeUnknownUntil: instant("outcome_unknown_until"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.keyId] })],
);
