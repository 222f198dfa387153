import { index, pgTable, text } from "drizzle-orm/pg-core";
import { bytes, createdAt, identifier, instant } from "./columns";
import { users } from "./users";

/** One-time links: `setup` creates the first admin, `sign-in` signs a user in. Only the hash of the token is stored. */
export const oneTimeLinks = pgTable(
  "one_time_links",
  {
    tokenHash: bytes("token_hash").primaryKey(),
    purpose: text("purpose", { enum: ["setup", "sign-in"] }).notNull(),
    userId: identifier("user_id").references(() => users.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [index("one_time_links_user_id").on(t.userId)],
);
