import { eq, sql } from "drizzle-orm";
import type { Executor, Tx } from "../client";
import { accounts, type MemberRow, members, users } from "../schema/index";

/** A person by e-mail address, which is stored in lower case. */
export async function selectUserByEmail(
  db: Executor,
  email: string,
): Promise<{ id: string; name: string; email: string } | undefined> {
  const [row] = await db
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(eq(users.email, email));
  return row;
}

/** A person and, with a password, the account that they sign in with. */
export async function insertUser(
  tx: Tx,
  user: { id: string; name: string; email: string },
  account?: { id: string; passwordHash: string },
): Promise<void> {
  await tx.insert(users).values({ ...user, emailVerified: true });
  if (account) {
    await tx.insert(accounts).values({
      id: account.id,
      accountId: user.id,
      providerId: "credential",
      userId: user.id,
      password: account.passwordHash,
    });
  }
}

export async function insertMember(
  tx: Tx,
  workspaceId: string,
  member: Pick<MemberRow, "userId" | "role"> &
    Partial<Pick<MemberRow, "apiKeysAccess" | "configurationAccess">>,
): Promise<void> {
  await tx.insert(members).values({ workspaceId, ...member });
}

/** The members of a workspace with who they are, by name. */
export function selectMembers(db: Executor, workspaceId: string) {
  return db
    .select({
      userId: members.userId,
      name: users.name,
      email: users.email,
      role: members.role,
      apiKeysAccess: members.apiKeysAccess,
      configurationAccess: members.configurationAccess,
      createdAt: members.createdAt,
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(eq(members.workspaceId, workspaceId))
    .orderBy(sql`lower(${users.name})`, users.id);
}
