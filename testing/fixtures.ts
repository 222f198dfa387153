import { randomBytes } from "node:crypto";
import { transaction } from "@/db/client/client";
import { insertAgent } from "@/db/queries/agents";
import { insertMember } from "@/db/queries/members";
import { insertUser } from "@/db/queries/users";
import { insertWorkspace } from "@/db/queries/workspaces";
import { newId } from "@/lib/core/ids";
import type { Actor, MemberActor, OperatorActor } from "@/lib/features/actor";
import { PERMISSIONS, type Permission } from "@/lib/features/api-keys/constants";
import type { CreatedApiKey } from "@/lib/features/api-keys/contract";
import { createApiKey } from "@/lib/features/api-keys/create-api-key";
import { importConversations } from "@/lib/features/conversations/import-conversations";
import { type LoggedRequest, requestLog } from "@/lib/features/usage/request-log";

// Shorthand for tests: rows to begin from. What a test is about goes through the verbs.

/** A workspace of its own and the operator who acts in it. */
export async function makeWorkspace(): Promise<OperatorActor & { slug: string }> {
  const id = newId("workspace");
  const slug = `test-${randomBytes(6).toString("hex")}`;
  await transaction((tx) => insertWorkspace(tx, { id, slug, name: `Workspace ${slug}` }));
  return { kind: "operator", workspaceId: id, name: "tester", slug };
}

/** An agent of the actor's workspace. */
export async function makeAgent(
  actor: { workspaceId: string },
  options: { name?: string; conversationsApi?: "v1" | "v3" } = {},
): Promise<{ id: string; slug: string; name: string }> {
  const slug = `agent-${randomBytes(6).toString("hex")}`;
  const agent = { id: newId("agent"), slug, name: options.name ?? `Agent ${slug}` };
  await transaction((tx) =>
    insertAgent(tx, actor.workspaceId, { ...agent, conversationsApi: options.conversationsApi ?? "v3" }),
  );
  return agent;
}

/** A signed-in member with the given rights; no row in the database stands behind it. */
export function memberActor(
  workspaceId: string,
  rights: Partial<Pick<MemberActor, "role" | "access">> = {},
): MemberActor {
  return {
    kind: "member",
    workspaceId,
    userId: newId("user"),
    name: "Ada Tester",
    email: "ada@example.com",
    role: rights.role ?? "admin",
    access: rights.access ?? { api_keys: "none", response_configuration: "none" },
    ipAddress: "127.0.0.1",
  };
}

/** A signed-up member of the actor's workspace with rows in the database, and a password where one is given. */
export async function makeMember(
  actor: { workspaceId: string },
  rights: Partial<Pick<MemberActor, "role" | "access">> = {},
  passwordHash?: string,
): Promise<MemberActor> {
  const member = memberActor(actor.workspaceId, rights);
  const { userId, role, access } = member;
  const named = { ...member, name: `Member ${userId}`, email: `${userId}@example.com` };
  await transaction(async (tx) => {
    const account = passwordHash ? { id: newId("account"), passwordHash } : undefined;
    await insertUser(tx, { id: userId, name: named.name, email: named.email }, account);
    await insertMember(tx, actor.workspaceId, {
      userId,
      role,
      apiKeysAccess: access.api_keys,
      configurationAccess: access.response_configuration,
    });
  });
  return named;
}

type KeyOptions = Partial<{ name: string; agents: string[]; permissions: Permission[]; expiresAt: string }>;

/** A key of the actor's workspace, by the verb itself: all agents, every permission, an hour to live unless told otherwise. */
export async function makeKey(actor: Actor, options: KeyOptions = {}): Promise<CreatedApiKey> {
  return createApiKey(actor, {
    name: options.name ?? `Key ${randomBytes(6).toString("hex")}`,
    agents: options.agents ? { scope: "some", ids: options.agents } : { scope: "all" },
    permissions: options.permissions ?? [...PERMISSIONS],
    expiresAt: options.expiresAt ?? new Date(Date.now() + 3_600_000).toISOString(),
  });
}

/** Conversations of an agent, stored by the import; each needs an id and may say more. */
export async function seedConversations(
  actor: Actor,
  agentId: string,
  told: Record<string, unknown>[],
): Promise<void> {
  const lines = told.map((conversation) =>
    JSON.stringify({
      environment: "live",
      started_at: "2026-09-01T10:00:00.000Z",
      channel: "VOICE-SIP",
      in_progress: false,
      ...conversation,
    }),
  );
  const { failed, errors } = await importConversations(actor, agentId, lines);
  if (failed > 0) throw new Error(JSON.stringify(errors));
}

/** Requests of a key as the request log keeps them, without anybody having made them: of another day, or many. */
export async function seedRequestLog(
  actor: Actor,
  keyId: string,
  requests: Partial<LoggedRequest>[],
): Promise<void> {
  for (const [index, request] of requests.entries()) {
    requestLog.record({
      workspaceId: actor.workspaceId,
      keyId,
      at: new Date(),
      endpoint: "listConversations",
      method: "GET",
      path: "/v3/conversations",
      status: 200,
      durationMs: 12,
      correlationId: `seeded-${index}`,
      address: "192.0.2.7",
      ...request,
    });
  }
  await requestLog.flush();
}
