import { and, asc, desc, eq, ilike, inArray, or, type SQL, sql } from "drizzle-orm";
import type { Executor, Tx } from "../client";
import { type ApiKeyRow, agents, apiKeyAgents, apiKeys, apiKeyUsage } from "../schema/index";

/** What of a key may leave db/: everything but the hash. */
const visible = {
  id: apiKeys.id,
  name: apiKeys.name,
  secretStart: apiKeys.secretStart,
  secretEnd: apiKeys.secretEnd,
  allAgents: apiKeys.allAgents,
  permissions: apiKeys.permissions,
  createdByName: apiKeys.createdByName,
  createdAt: apiKeys.createdAt,
  expiresAt: apiKeys.expiresAt,
  version: apiKeys.version,
  lastUsedAt: apiKeyUsage.lastUsedAt,
};

export type VisibleApiKey = Omit<ApiKeyRow, "workspaceId" | "secretHash" | "createdById" | "replacesId"> & {
  lastUsedAt: Date | null;
};

/** Where a page begins: after the row with this value of the sort column and this id. */
export interface ApiKeyPosition {
  value: string;
  id: string;
}

/** Sort order → column and direction. Each has an index that begins with the workspace. */
const ORDERS = {
  created: { column: sql`${apiKeys.createdAt}`, descending: true, cast: sql`::timestamptz` },
  name: { column: sql`lower(${apiKeys.name})`, descending: false, cast: sql`` },
  expires: { column: sql`${apiKeys.expiresAt}`, descending: false, cast: sql`::timestamptz` },
} as const;

/** The value of a row in the given order, as it goes into a cursor. */
const orderValue = (sort: keyof typeof ORDERS) =>
  sort === "name" ? sql<string>`lower(${apiKeys.name})` : sql<string>`(${ORDERS[sort].column})::text`;

const escapeLike = (text: string) => text.replace(/[\\%_]/g, (character) => `\\${character}`);

function matching(search: string): SQL | undefined {
  if (search === "") return undefined;
  const ends = search.replace(/^ask_/, "").split(/\*+/);
  return or(
    ilike(apiKeys.name, `%${escapeLike(search)}%`),
    eq(apiKeys.id, search),
    ends.length === 2 && ends[0] && ends[1]
      ? and(eq(apiKeys.secretStart, ends[0]), eq(apiKeys.secretEnd, ends[1]))
      : or(eq(apiKeys.secretStart, search), eq(apiKeys.secretEnd, search)),
  );
}

/** A page of keys; asks for one row more than `limit` to know of a next. */
export function selectApiKeys(
  db: Executor,
  workspaceId: string,
  page: { search: string; sort: keyof typeof ORDERS; after: ApiKeyPosition | null; limit: number },
): Promise<(VisibleApiKey & { orderValue: string })[]> {
  const { column, descending, cast } = ORDERS[page.sort];
  const after = page.after
    ? descending
      ? sql`(${column} < ${page.after.value}${cast} or (${column} = ${page.after.value}${cast} and ${apiKeys.id} > ${page.after.id}))`
      : sql`(${column}, ${apiKeys.id}) > (${page.after.value}${cast}, ${page.after.id})`
    : undefined;
  return db
    .select({ ...visible, orderValue: orderValue(page.sort) })
    .from(apiKeys)
    .leftJoin(
      apiKeyUsage,
      and(eq(apiKeyUsage.workspaceId, apiKeys.workspaceId), eq(apiKeyUsage.keyId, apiKeys.id)),
    )
    .where(and(eq(apiKeys.workspaceId, workspaceId), matching(page.search), after))
    .orderBy(descending ? desc(column) : asc(column), asc(apiKeys.id))
    .limit(page.limit + 1);
}

/** One key, or undefined: another workspace's is as unknown as one that never was. */
export async function selectApiKey(
  db: Executor,
  workspaceId: string,
  id: string,
  options: { lock?: boolean } = {},
): Promise<VisibleApiKey | undefined> {
  const query = db
    .select(visible)
    .from(apiKeys)
    .leftJoin(
      apiKeyUsage,
      and(eq(apiKeyUsage.workspaceId, apiKeys.workspaceId), eq(apiKeyUsage.keyId, apiKeys.id)),
    )
    .where(and(eq(apiKeys.workspaceId, workspaceId), eq(apiKeys.id, id)));
  const [row] = await (options.lock ? query.for("update", { of: apiKeys }) : query);
  return row;
}

/** What a key's own page tells beside the key: its last use, and the keys before and after it. */
export async function selectApiKeyStory(
  db: Executor,
  workspaceId: string,
  id: string,
): Promise<{
  lastPath: string | null;
  lastAddress: string | null;
  replaces: { id: string; name: string } | null;
  replacedBy: { id: string; name: string } | null;
}> {
  const named = (condition: SQL) => sql<{ id: string; name: string } | null>`(
    select json_build_object('id', o.id, 'name', o.name) from api_keys o
    where o.workspace_id = ${workspaceId} and ${condition} limit 1)`;
  const [row] = await db
    .select({
      lastPath: apiKeyUsage.lastPath,
      lastAddress: apiKeyUsage.lastAddress,
      replaces: named(sql`o.id = ${apiKeys.replacesId}`),
      replacedBy: named(sql`o.replaces_id = ${id}`),
    })
    .from(apiKeys)
    .leftJoin(
      apiKeyUsage,
      and(eq(apiKeyUsage.workspaceId, apiKeys.workspaceId), eq(apiKeyUsage.keyId, apiKeys.id)),
    )
    .where(and(eq(apiKeys.workspaceId, workspaceId), eq(apiKeys.id, id)));
  return row ?? { lastPath: null, lastAddress: null, replaces: null, replacedBy: null };
}

/** The agents of the given keys, by name. */
export function selectAgentsOfKeys(
  db: Executor,
  workspaceId: string,
  keyIds: string[],
): Promise<{ keyId: string; id: string; name: string }[]> {
  return db
    .select({ keyId: apiKeyAgents.keyId, id: agents.id, name: agents.name })
    .from(apiKeyAgents)
    .innerJoin(
      agents,
      and(eq(agents.workspaceId, apiKeyAgents.workspaceId), eq(agents.id, apiKeyAgents.agentId)),
    )
    .where(and(eq(apiKeyAgents.workspaceId, workspaceId), inArray(apiKeyAgents.keyId, keyIds)))
    .orderBy(sql`lower(${agents.name})`);
}

type NewApiKey = Pick<
  ApiKeyRow,
  | "id"
  | "name"
  | "secretHash"
  | "secretStart"
  | "secretEnd"
  | "allAgents"
  | "permissions"
  | "createdById"
  | "createdByName"
  | "expiresAt"
> & { replacesId?: string };

export async function insertApiKey(
  tx: Tx,
  workspaceId: string,
  key: NewApiKey,
  agentIds: string[],
): Promise<Date> {
  const [row] = await tx
    .insert(apiKeys)
    .values({ workspaceId, ...key })
    .returning({ createdAt: apiKeys.createdAt });
  if (agentIds.length > 0) {
    await tx
      .insert(apiKeyAgents)
      .values(agentIds.map((agentId) => ({ workspaceId, keyId: key.id, agentId })));
  }
  if (!row) throw new Error("An insert returned no row.");
  return row.createdAt;
}

export async function updateApiKey(
  tx: Tx,
  workspaceId: string,
  id: string,
  values: Pick<ApiKeyRow, "name" | "permissions">,
): Promise<void> {
  await tx
    .update(apiKeys)
    .set({ ...values, version: sql`${apiKeys.version} + 1` })
    .where(and(eq(apiKeys.workspaceId, workspaceId), eq(apiKeys.id, id)));
}

/** Ends the key. Returns what it was called, or undefined when there is no such key here. */
export async function deleteApiKeyRow(
  tx: Tx,
  workspaceId: string,
  id: string,
): Promise<Pick<ApiKeyRow, "name" | "permissions" | "expiresAt"> | undefined> {
  const [row] = await tx
    .delete(apiKeys)
    .where(and(eq(apiKeys.workspaceId, workspaceId), eq(apiKeys.id, id)))
    .returning({ name: apiKeys.name, permissions: apiKeys.permissions, expiresAt: apiKeys.expiresAt });
  return row;
}
