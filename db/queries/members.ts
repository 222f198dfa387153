import { and, eq, or, sql } from "drizzle-orm";
import type { Executor, Tx } from "../client/client";
import { type MemberRow, members, users } from "../schema/index";
import { emailDomain, escapeLike, hasUnicodeDomain } from "./conditions";

export async function insertMember(
  tx: Tx,
  workspaceId: string,
  member: Pick<MemberRow, "userId" | "role"> &
    Partial<Pick<MemberRow, "apiKeysAccess" | "configurationAccess">>,
): Promise<void> {
  await tx.insert(members).values({ workspaceId, ...member });
}

/** Members with their names and email addresses. */
const membersWithUsers = (db: Executor) =>
  db
    .select({
      userId: members.userId,
      name: users.name,
      sortKey: users.sortKey,
      email: users.email,
      role: members.role,
      apiKeysAccess: members.apiKeysAccess,
      configurationAccess: members.configurationAccess,
      createdAt: members.createdAt,
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId));

/** A page of the member list. */
interface MemberPage {
  /** Part of a name, or an ID; empty for all members. */
  search?: string;
  /** LIKE patterns of the email addresses that the search finds too. */
  emailPatterns?: string[];
  /** The search text as folded names contain it. */
  foldedSearch?: string;
  /** The page starts after the member with this sort key and ID. */
  after?: { sortKey: string; userId: string } | null;
  limit?: number;
}

/** A page of a workspace's members, ordered by name. The default limit is 50. */
export function selectMembers(
  db: Executor,
  workspaceId: string,
  { search = "", foldedSearch = search, emailPatterns = [], after = null, limit = 50 }: MemberPage = {},
) {
  const found = or(
    sql`${users.sortKey} like ${`%${escapeLike(foldedSearch)}%`}`,
    sql`${users.email} like any(${sql.param(emailPatterns)}::text[])`,
    eq(users.id, search),
  );
  return membersWithUsers(db)
    .where(
      and(
        eq(members.workspaceId, workspaceId),
        search ? found : undefined,
        after ? sql`(${users.sortKey}, ${users.id}) > (${after.sortKey}, ${after.userId})` : undefined,
      ),
    )
    .orderBy(users.sortKey, users.id)
    .limit(limit);
}

/** The domains of the members' email addresses that are shown in Unicode. */
export async function selectUnicodeMemberDomains(db: Executor, workspaceId: string): Promise<string[]> {
  const rows = await db
    .select({ domain: emailDomain(users.email) })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.workspaceId, workspaceId), hasUnicodeDomain(users.email)))
    .groupBy(emailDomain(users.email));
  return rows.map(({ domain }) => domain);
}

/** The ID of the workspace's only admin; null if it has several or none. */
export async function selectOnlyAdmin(db: Executor, workspaceId: string): Promise<string | null> {
  const rows = await db
    .select({ userId: members.userId })
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), eq(members.role, "admin")))
    .limit(2);
  return rows.length === 1 ? (rows[0]?.userId ?? null) : null;
}

/** One member; undefined if the user is not a member of the workspace. */
export async function selectMember(db: Executor, workspaceId: string, userId: string) {
  const [row] = await membersWithUsers(db).where(
    and(eq(members.workspaceId, workspaceId), eq(members.userId, userId)),
  );
  return row;
}

/**
 * The IDs of the workspace's admins. Locks their rows until the transaction ends, so that concurrent changes of admins are
 * serialized and each sees the result of the previous one.
 */
export async function lockAdmins(tx: Tx, workspaceId: string): Promise<string[]> {
  const rows = await tx
    .select({ userId: members.userId })
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), eq(members.role, "admin")))
    .orderBy(members.userId)
    .for("update");
  return rows.map(({ userId }) => userId);
}

export async function updateMember(
  tx: Tx,
  workspaceId: string,
  userId: string,
  values: Pick<MemberRow, "role" | "apiKeysAccess" | "configurationAccess">,
): Promise<void> {
  await tx
    .update(members)
    .set(values)
    .where(and(eq(members.workspaceId, workspaceId), eq(members.userId, userId)));
}

/** Removes a user from the workspace. What they created there stays. */
export async function deleteMember(tx: Tx, workspaceId: string, userId: string): Promise<void> {
  await tx.delete(members).where(and(eq(members.workspaceId, workspaceId), eq(members.userId, userId)));
}

/** @returns true if any workspace has a member; before that, the installation waits for its first admin */
export async function anyMemberExists(db: Executor): Promise<boolean> {
  const rows = await db.select({ userId: members.userId }).from(members).limit(1);
  return rows.length > 0;
}
