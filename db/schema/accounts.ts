import { index, pgTable, text, unique } from "drizzle-orm/pg-core";
import { createdAt, identifier, instant } from "./columns";
import { users } from "./users";

/** A user's credentials: currently a password, hashed with argon2id. better-auth defines the columns. */
export const accounts = pgTable(
  "accounts",
  {
    id: identifier("id").primaryKey(),
    accountId: text("account_id").notNull(),
    providerId: text("provider_id").notNull(),
    userId: identifier("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: instant("access_token_expires_at"),
    refreshTokenExpiresAt: instant("refresh_token_expires_at"),
    scope: text("scope"),
    password: text("password"),
    createdAt: createdAt(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    index("accounts_user_id").on(t.userId),
    unique("accounts_provider_account").on(t.providerId, t.accountId),
  ],
);
