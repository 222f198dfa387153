import { pgTable, primaryKey, text, unique, uniqueIndex } from "drizzle-orm/pg-core";
import { bytes, createdAt, identifier, instant } from "./columns";
import { workspaces } from "./workspaces";

const ACCESS_LEVELS = ["none", "read", "edit"] as const;

/**
 * An invitation to a workspace by a one-time link. One per email address and workspace: a new one replaces it and its link. Only the
 * hash of the token is stored.
 */
export const invitations = pgTable(
  "invitations",
  {
    workspaceId: identifier("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    id: identifier("id").notNull(),
    email: text("email").notNull(),
    role: text("role", { enum: ["admin", "member"] }).notNull(),
    apiKeysAccess: text("api_keys_access", { enum: ACCESS_LEVELS }).notNull(),
    configurationAccess: text("configuration_access", { enum: ACCESS_LEVELS }).notNull(),
    tokenHash: bytes("token_hash").notNull(),
    invitedByName: text("invited_by_name").notNull(),
    /** The admin who created it: it is revoked when they are no longer an admin. Null for an operator. */
    invitedById: identifier("invited_by_id"),
    createdAt: createdAt(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique("invitations_email").on(t.workspaceId, t.email),
    // As with API keys, the lookup knows only the secret.
    uniqueIndex("invitations_token_hash").on(t.tokenHash),
  ],
);

export type InvitationRow = typeof invitations.$inferSelect;
