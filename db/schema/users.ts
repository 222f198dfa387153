import { boolean, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, identifier, instant, sortKeyOfName } from "./columns";

/** A user who can sign in. better-auth defines the columns. Email addresses are stored in lowercase. */
export const users = pgTable("users", {
  id: identifier("id").primaryKey(),
  name: text("name").notNull(),
  sortKey: sortKeyOfName(),
  email: text("email").notNull().unique(),
  emailVerified: boolean("email_verified").notNull().default(false),
  image: text("image"),
  createdAt: createdAt(),
  updatedAt: instant("updated_at").notNull().defaultNow(),
});

export type UserRow = typeof users.$inferSelect;
