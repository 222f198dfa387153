import { sql } from "drizzle-orm";
import { check, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, identifier } from "./columns";

/** A tenant. The keys of all other tenant tables start with its ID. */
export const workspaces = pgTable(
  "workspaces",
  {
    id: identifier("id").primaryKey(),
    slug: identifier("slug").notNull().unique(),
    name: text("name").notNull(),
    createdAt: createdAt(),
  },
  (t) => [check("workspaces_slug_shape", sql`${t.slug} ~ '^[a-z0-9]+(-[a-z0-9]+)*$'`)],
);

export type WorkspaceRow = typeof workspaces.$inferSelect;
