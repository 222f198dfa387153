import { and, asc, eq, or, sql } from "drizzle-orm";
import type { Executor, Tx } from "../client/client";
import { members, workspaces } from "../schema/index";

const visibleColumns = { id: workspaces.id, slug: workspaces.slug, name: workspaces.name };

export interface VisibleWorkspace {
  id: string;
  slug: string;
  name: string;
}

export async function insertWorkspace(tx: Tx, workspace: VisibleWorkspace): Promise<void> {
  await tx.insert(workspaces).values(workspace);
}

/** One workspace by id or slug. For operators, who may see them all; a member's way is selectMembership. */
export async function selectWorkspace(db: Executor, idOrSlug: string): Promise<VisibleWorkspace | undefined> {
  const [row] = await db
    .select(visibleColumns)
    .from(workspaces)
    .where(or(eq(workspaces.id, idOrSlug), eq(workspaces.slug, idOrSlug)));
  return row;
}

/** Every workspace there is, by name. For operators and for the first start. */
export function selectAllWorkspaces(db: Executor): Promise<VisibleWorkspace[]> {
  return db.select(visibleColumns).from(workspaces).orderBy(sql`lower(${workspaces.name})`, workspaces.id);
}

/** The workspaces that a person is a member of, by name. */
export function selectWorkspacesForUser(db: Executor, userId: string): Promise<VisibleWorkspace[]> {
  return db
    .select(visibleColumns)
    .from(members)
    .innerJoin(workspaces, eq(workspaces.id, members.workspaceId))
    .where(eq(members.userId, userId))
    .orderBy(asc(sql`lower(${workspaces.name})`), workspaces.id);
}

/** A person's membership of the workspace with the slug: what they may do there, or undefined. */
export async function selectMembership(db: Executor, userId: string, slug: string) {
  const [row] = await db
    .select({
      workspace: visibleColumns,
      role: members.role,
      apiKeysAccess: members.apiKeysAccess,
      configurationAccess: members.configurationAccess,
    })
    .from(members)
    .innerJoin(workspaces, eq(workspaces.id, members.workspaceId))
    .where(and(eq(members.userId, userId), eq(workspaces.slug, slug)));
  return row;
}
