import { pgTable, primaryKey, text, unique, uniqueIndex } from "drizzle-orm/pg-core";
import { bytes, createdAt, identifier, instant } from "./columns";
import { workspaces } from "./workspaces";

const ACCESS_LEVELS = ["none", "read", "edit"] as const;

/**
 * Somebody who may join a workspace by a link that works once. One invitation an e-mail address and workspace: another
 * replaces it, and its link with it. Only the token's hash is kept.
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
    /** The admin who stands for it: it ends when they cease to be one. Null for an operator. */
    invitedById: identifier("invited_by_id"),
    createdAt: createdAt(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique("invitations_email").on(t.workspaceId, t.email),
    // Like a key's, the lookup starts from the secret alone.
    uniqueIndex("invitations_token_hash").on(t.tokenHash),
  ],
);

export type InvitationRow = typeof invitations.$inferSelect;
