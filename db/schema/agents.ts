import { sql } from "drizzle-orm";
import { boolean, check, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { createdAt, identifier, instant } from "./columns";
import { workspaces } from "./workspaces";

/**
 * An agent (`project_id` in the API) and its response configuration, which controls what keys can read of its conversations.
 * `chosenMetrics` has no effect while `allMetrics` is on; it keeps the selection for when that is turned off.
 * `configurationVersion` counts saves, so that a stale save fails with a conflict.
 *
 * A row with `deletedAt` is soft-deleted: all queries ignore it. It remains until its conversations have been deleted in batches.
 */
export const agents = pgTable(
  "agents",
  {
    workspaceId: identifier("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    id: identifier("id").notNull(),
    slug: identifier("slug").notNull(),
    name: text("name").notNull(),
    conversationsApi: text("conversations_api", { enum: ["v1", "v3"] })
      .notNull()
      .default("v3"),
    allMetrics: boolean("all_metrics").notNull().default(false),
    chosenMetrics: text("chosen_metrics").array().notNull().default(sql`'{}'::text[]`),
    transcript: boolean("transcript").notNull().default(false),
    configurationVersion: integer("configuration_version").notNull().default(1),
    createdAt: createdAt(),
    deletedAt: instant("deleted_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique("agents_slug").on(t.workspaceId, t.slug),
    check("agents_slug_shape", sql`${t.slug} ~ '^[a-z0-9]+(-[a-z0-9]+)*$'`),
  ],
);

export type AgentRow = typeof agents.$inferSelect;
