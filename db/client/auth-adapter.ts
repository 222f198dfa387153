import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { accounts, sessions, users, verifications } from "../schema/index";
import { db } from "./client";

/** better-auth's way to its four tables. Workspaces, members and everything else are ours (see ARCHITECTURE.md). */
export const authAdapter = () =>
  drizzleAdapter(db(), {
    provider: "pg",
    schema: { user: users, session: sessions, account: accounts, verification: verifications },
  });
