import { boolean, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, identifier, instant } from "./columns";

/** A person who can sign in. Columns are better-auth's; e-mail addresses are stored in lower case. */
export const users = pgTable("users", {
  id: identifier("id").primaryKey(),
  name: text("name").notNull(),
  email: text("email").notNull().unique(),
  emailVerified: boolean("email_verified").notNull().default(false),
  image: text("image"),
  createdAt: createdAt(),
  updatedAt: instant("updated_at").notNull().defaultNow(),
});

export type UserRow = typeof users.$inferSelect;
