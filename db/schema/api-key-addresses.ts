import { bigint, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { identifier, instant } from "./columns";

/** The IP addresses that use each key, and when: shows what a deletion would break, and which clients still use a rotated key. */
export const apiKeyAddresses = pgTable(
  "api_key_addresses",
  {
    workspaceId: identifier("workspace_id").notNull(),
    keyId: identifier("key_id").notNull(),
    address: text("address").notNull(),
    firstUsedAt: instant("first_used_at").notNull(),
    lastUsedAt: instant("last_used_at").notNull(),
    requests: bigint("requests", { mode: "number" }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.keyId, t.address] }),
    index("api_key_addresses_latest").on(t.workspaceId, t.keyId, t.lastUsedAt),
  ],
);
