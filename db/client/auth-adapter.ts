import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { accounts, sessions, users, verifications } from "../schema/index";
import { db } from "./client";

/** Gives better-auth access to its four tables. It does not manage any other table (see ARCHITECTURE.md). */
export const authAdapter = () =>
  drizzleAdapter(db(), {
    provider: "pg",
    schema: { user: users, session: sessions, account: accounts, verification: verifications },
  });
