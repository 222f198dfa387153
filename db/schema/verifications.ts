import { index, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, identifier, instant } from "./columns";

/** Short-lived values of better-auth. */
export const verifications = pgTable(
  "verifications",
  {
    id: identifier("id").primaryKey(),
    identifier: text("identifier").notNull(),
    value: text("value").notNull(),
    expiresAt: instant("expires_at").notNull(),
    createdAt: createdAt(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [index("verifications_identifier").on(t.identifier)],
);
