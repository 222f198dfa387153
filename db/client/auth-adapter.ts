import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { accounts, sessions, users, verifications } from "../schema/index";
import { db } from "./client";

/**
 * Gives better-auth access to its four tables. It manages no other table: see
 * docs/adr/0001-keep-workspaces-and-members-in-our-own-tables.md.
 */
export const authAdapter = () =>
  drizzleAdapter(db(), {
    provider: "pg",
    schema: { user: users, session: sessions, account: accounts, verification: verifications },
  });
