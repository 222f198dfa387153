import { and, eq, or } from "drizzle-orm";
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

/** One workspace by ID or slug, for operators, who may see all workspaces. For members, use `selectMembership`. */
export async function selectWorkspace(db: Executor, idOrSlug: string): Promise<VisibleWorkspace | undefined> {
  const [row] = await db
    .select(visibleColumns)
    .from(workspaces)
    .where(or(eq(workspaces.id, idOrSlug), eq(workspaces.slug, idOrSlug)));
  return row;
}

/** All workspaces, in no particular order, for operators and for the first start. */
export function selectAllWorkspaces(db: Executor): Promise<VisibleWorkspace[]> {
  return db.select(visibleColumns).from(workspaces);
}

/** The workspaces that a user is a member of, in no particular order. */
export function selectWorkspacesForUser(db: Executor, userId: string): Promise<VisibleWorkspace[]> {
  return db
    .select(visibleColumns)
    .from(members)
    .innerJoin(workspaces, eq(workspaces.id, members.workspaceId))
    .where(eq(members.userId, userId));
}

/** A user's membership in the workspace with the slug; undefined if they are not a member. */
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
