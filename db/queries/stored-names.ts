import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Executor, Tx } from "../client/client";
import { agents, apiKeys, users, workspaces } from "../schema/index";

// Names of all workspaces, for the normalization of names that previous versions stored.

/** The tables that store names. Copies in the audit log and in `created_by_name` stay as they were. */
const NAMED = {
  api_key: sql`select workspace_id, id, name, created_at from api_keys`,
  agent: sql`select workspace_id, id, name, created_at from agents where deleted_at is null`,
  workspace: sql`select id as workspace_id, id, name, created_at from workspaces`,
  user: sql`select '' as workspace_id, id, name, created_at from users`,
} satisfies Record<string, SQL>;

export type NamedKind = keyof typeof NAMED;

export interface StoredName {
  /** Empty for a user. */
  workspaceId: string;
  id: string;
  name: string;
  createdAt: Date;
}

/**
 * The next names, ordered by ID, that are not just visible ASCII characters with single spaces: only such a name can differ from
 * its normal form.
 */
export async function selectNamesAfter(
  db: Executor,
  kind: NamedKind,
  after: StoredName | undefined,
  limit: number,
): Promise<StoredName[]> {
  const { rows } = await db.execute<Omit<StoredName, "createdAt"> & { createdAt: string }>(sql`
    select workspace_id as "workspaceId", id, name, extract(epoch from created_at)::float8 * 1000 as "createdAt"
    from (${NAMED[kind]}) as named
    where (workspace_id, id) > (${after?.workspaceId ?? ""}, ${after?.id ?? ""})
      and name collate "C" !~ '^[!-~]+( [!-~]+)*$'
    order by workspace_id, id limit ${limit}`);
  return rows.map((row) => ({ ...row, createdAt: new Date(row.createdAt) }));
}

/** The key of the workspace with this name, ignoring case; undefined if the name is free. */
export async function selectKeyByName(
  tx: Tx,
  workspaceId: string,
  name: string,
): Promise<StoredName | undefined> {
  const [row] = await tx
    .select({
      workspaceId: apiKeys.workspaceId,
      id: apiKeys.id,
      name: apiKeys.name,
      createdAt: apiKeys.createdAt,
    })
    .from(apiKeys)
    .where(and(eq(apiKeys.workspaceId, workspaceId), sql`lower(${apiKeys.name}) = lower(${name}::text)`));
  return row;
}

/** Renames an agent, a workspace or a user. @returns false if the name is no longer the stored one */
export async function updateStoredName(
  tx: Tx,
  kind: "agent" | "workspace" | "user",
  { workspaceId, id, name: old }: StoredName,
  { name, sortKey }: { name: string; sortKey: string },
): Promise<boolean> {
  const { rowCount } =
    kind === "agent"
      ? await tx
          .update(agents)
          .set({ name })
          .where(and(eq(agents.workspaceId, workspaceId), eq(agents.id, id), eq(agents.name, old)))
      : kind === "workspace"
        ? await tx
            .update(workspaces)
            .set({ name })
            .where(and(eq(workspaces.id, id), eq(workspaces.name, old)))
        : await tx
            .update(users)
            .set({ name, sortKey })
            .where(and(eq(users.id, id), eq(users.name, old)));
  return (rowCount ?? 0) > 0;
}
