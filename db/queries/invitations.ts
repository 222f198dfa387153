import { and, desc, eq, gt, ne, or, sql } from "drizzle-orm";
import type { Executor, Tx } from "../client/client";
import { type InvitationRow, invitations, users, workspaces } from "../schema/index";
import { emailDomain, escapeLike, hasUnicodeDomain } from "./conditions";

const visibleColumns = {
  id: invitations.id,
  email: invitations.email,
  role: invitations.role,
  apiKeysAccess: invitations.apiKeysAccess,
  configurationAccess: invitations.configurationAccess,
  invitedByName: invitations.invitedByName,
  createdAt: invitations.createdAt,
  expiresAt: invitations.expiresAt,
};

/** The columns of an invitation that may leave db/: all except the hash. */
export type VisibleInvitation = Omit<InvitationRow, "workspaceId" | "tokenHash" | "invitedById">;

/** Stores an invitation that expires after `days` days. Replaces an earlier one to the same email address and its link. */
export async function upsertInvitation(
  tx: Tx,
  workspaceId: string,
  invitation: Omit<InvitationRow, "workspaceId" | "createdAt" | "expiresAt">,
  days: number,
): Promise<VisibleInvitation> {
  const expiresAt = sql`now() + make_interval(days => ${days})`;
  const [row] = await tx
    .insert(invitations)
    .values({ workspaceId, ...invitation, expiresAt })
    .onConflictDoUpdate({
      target: [invitations.workspaceId, invitations.email],
      set: { ...invitation, createdAt: sql`now()`, expiresAt },
    })
    .returning(visibleColumns);
  if (!row) throw new Error("An insert returned no row.");
  return row;
}

/**
 * A page of the workspace's open invitations, including expired ones, newest first.
 * @param page `search` matches a part of the inviter's name, the LIKE patterns `emailPatterns` an email address
 */
export function selectInvitations(
  db: Executor,
  workspaceId: string,
  page: {
    search: string;
    emailPatterns: string[];
    foldedSearch: string;
    after: { createdAt: string; id: string } | null;
    limit: number;
  },
): Promise<VisibleInvitation[]> {
  const pattern = `%${escapeLike(page.search)}%`;
  const found = or(
    sql`${invitations.email} like any(${sql.param(page.emailPatterns)}::text[])`,
    // Not a user's, if the server's command line sent it.
    sql`lower(${invitations.invitedByName}) like lower(${pattern})`,
    sql`${users.sortKey} like ${`%${escapeLike(page.foldedSearch)}%`}`,
  );
  return db
    .select(visibleColumns)
    .from(invitations)
    .leftJoin(users, eq(users.id, invitations.invitedById))
    .where(
      and(
        eq(invitations.workspaceId, workspaceId),
        page.search ? found : undefined,
        page.after
          ? sql`(${invitations.createdAt}, ${invitations.id}) < (${page.after.createdAt}::timestamptz, ${page.after.id})`
          : undefined,
      ),
    )
    .orderBy(desc(invitations.createdAt), desc(invitations.id))
    .limit(page.limit);
}

/** The domains of the invitations' email addresses that are shown in Unicode. */
export async function selectUnicodeInvitationDomains(db: Executor, workspaceId: string): Promise<string[]> {
  const rows = await db
    .select({ domain: emailDomain(invitations.email) })
    .from(invitations)
    .where(and(eq(invitations.workspaceId, workspaceId), hasUnicodeDomain(invitations.email)))
    .groupBy(emailDomain(invitations.email));
  return rows.map(({ domain }) => domain);
}

/** Counts the workspace's invitations that can still be accepted, except those to one email address. */
export async function countOpenInvitations(
  db: Executor,
  workspaceId: string,
  { except }: { except: string },
): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(invitations)
    .where(
      and(
        eq(invitations.workspaceId, workspaceId),
        gt(invitations.expiresAt, sql`now()`),
        ne(invitations.email, except),
      ),
    );
  return row?.count ?? 0;
}

/** The invitation of a link and its workspace; undefined if it is unknown, used, revoked or expired. */
export async function selectInvitationByToken(db: Executor, tokenHash: Buffer) {
  const [row] = await db
    .select({
      ...visibleColumns,
      workspace: { id: workspaces.id, slug: workspaces.slug, name: workspaces.name },
    })
    .from(invitations)
    .innerJoin(workspaces, eq(workspaces.id, invitations.workspaceId))
    .where(and(eq(invitations.tokenHash, tokenHash), gt(invitations.expiresAt, sql`now()`)));
  return row;
}

/** Deletes an invitation that was used or revoked. Returns undefined if it no longer exists. */
export async function deleteInvitation(
  tx: Tx,
  workspaceId: string,
  id: string,
): Promise<{ email: string } | undefined> {
  const [row] = await tx
    .delete(invitations)
    .where(and(eq(invitations.workspaceId, workspaceId), eq(invitations.id, id)))
    .returning({ email: invitations.email });
  return row;
}

/** Deletes the workspace's invitations that a user created or that are addressed to them. */
export function deleteInvitationsForUser(
  tx: Tx,
  workspaceId: string,
  user: { userId: string; email: string },
): Promise<{ id: string; email: string }[]> {
  const byOrForUser = or(eq(invitations.invitedById, user.userId), eq(invitations.email, user.email));
  return tx
    .delete(invitations)
    .where(and(eq(invitations.workspaceId, workspaceId), byOrForUser))
    .returning({ id: invitations.id, email: invitations.email });
}
