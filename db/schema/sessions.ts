import { index, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, identifier, instant } from "./columns";
import { users } from "./users";

/** A signed-in browser. Deleting the row signs it out immediately, because sessions are not cached. */
export const sessions = pgTable(
  "sessions",
  {
    id: identifier("id").primaryKey(),
    token: text("token").notNull().unique(),
    userId: identifier("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    expiresAt: instant("expires_at").notNull(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    createdAt: createdAt(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [index("sessions_user_id").on(t.userId)],
);
