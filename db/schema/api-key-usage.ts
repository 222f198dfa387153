import { pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { identifier, instant } from "./columns";

/**
 * When and how each key was last used, written in batches off the request's path. Apart from `api_keys`, so that use
 * never rewrites a key's row, and without a foreign key, so that a batch never fails over a key deleted meanwhile.
 */
export const apiKeyUsage = pgTable(
  "api_key_usage",
  {
    workspaceId: identifier("workspace_id").notNull(),
    keyId: identifier("key_id").notNull(),
    lastUsedAt: instant("last_used_at").notNull(),
    lastPath: text("last_path").notNull(),
    lastAddress: text("last_address").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.keyId] })],
);
