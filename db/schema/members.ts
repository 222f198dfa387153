import { index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, identifier } from "./columns";
import { users } from "./users";
import { workspaces } from "./workspaces";

const ACCESS_LEVELS = ["none", "read", "edit"] as const;

/** A user's membership in a workspace. An admin has full access; a member has the access in the two columns. */
export const members = pgTable(
  "members",
  {
    workspaceId: identifier("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    userId: identifier("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: text("role", { enum: ["admin", "member"] }).notNull(),
    apiKeysAccess: text("api_keys_access", { enum: ACCESS_LEVELS }).notNull().default("read"),
    configurationAccess: text("configuration_access", { enum: ACCESS_LEVELS }).notNull().default("read"),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.userId] }), index("members_user_id").on(t.userId)],
);

export type MemberRow = typeof members.$inferSelect;
