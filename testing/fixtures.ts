import { randomBytes } from "node:crypto";
import { transaction } from "@/db/client/client";
import { insertAgent } from "@/db/queries/agents";
import { insertMember } from "@/db/queries/members";
import { insertUser } from "@/db/queries/users";
import { insertWorkspace } from "@/db/queries/workspaces";
import { HOUR_MS } from "@/lib/core/durations";
import { newId } from "@/lib/core/ids";
import { sortKey } from "@/lib/core/name-order";
import type { Actor, MemberActor, OperatorActor } from "@/lib/features/actor";
import { PERMISSIONS, type Permission } from "@/lib/features/api-keys/constants";
import type { CreatedApiKey } from "@/lib/features/api-keys/contract";
import { createApiKey } from "@/lib/features/api-keys/create-api-key";
import { importConversations } from "@/lib/features/conversations/import-conversations";
import { type LoggedRequest, requestLog } from "@/lib/features/usage/request-log";

// Rows that tests start from. What a test is about should go through the use cases instead.

/** Creates a workspace. Returns it as an operator actor. */
export async function makeWorkspace(): Promise<OperatorActor & { slug: string }> {
  const id = newId("workspace");
  const slug = `test-${randomBytes(6).toString("hex")}`;
  await transaction((tx) => insertWorkspace(tx, { id, slug, name: `Workspace ${slug}` }));
  return { kind: "operator", workspaceId: id, name: "tester", slug };
}

/** Creates an agent in the actor's workspace. */
export async function makeAgent(
  actor: { workspaceId: string },
  options: { name?: string; slug?: string; conversationsApi?: "v1" | "v3" } = {},
): Promise<{ id: string; slug: string; name: string }> {
  const slug = options.slug ?? `agent-${randomBytes(6).toString("hex")}`;
  const agent = { id: newId("agent"), slug, name: options.name ?? `Agent ${slug}` };
  await transaction((tx) =>
    insertAgent(tx, actor.workspaceId, { ...agent, conversationsApi: options.conversationsApi ?? "v3" }),
  );
  return agent;
}

/** A member actor with the given access, by default an admin, without rows in the database. */
export function memberActor(
  workspaceId: string,
  options: Partial<Pick<MemberActor, "role" | "access">> = {},
): MemberActor {
  return {
    kind: "member",
    workspaceId,
    userId: newId("user"),
    name: "Ada Tester",
    email: "ada@example.com",
    role: options.role ?? "admin",
    access: options.access ?? { api_keys: "none", response_configuration: "none" },
    ipAddress: "127.0.0.1",
  };
}

/** Creates a user who is a member of the actor's workspace, with a password if a hash is given. */
export async function makeMember(
  actor: { workspaceId: string },
  options: Partial<Pick<MemberActor, "role" | "access">> = {},
  passwordHash?: string,
): Promise<MemberActor> {
  const member = memberActor(actor.workspaceId, options);
  const { userId, role, access } = member;
  const actorWithName = { ...member, name: `Member ${userId}`, email: `${userId}@example.com` };
  await transaction(async (tx) => {
    const account = passwordHash ? { id: newId("account"), passwordHash } : undefined;
    const { name, email } = actorWithName;
    await insertUser(tx, { id: userId, name, sortKey: sortKey(name), email }, account);
    await insertMember(tx, actor.workspaceId, {
      userId,
      role,
      apiKeysAccess: access.api_keys,
      configurationAccess: access.response_configuration,
    });
  });
  return actorWithName;
}

/** The time in an hour, as an expiry of a key. */
export const inAnHour = (): string => new Date(Date.now() + HOUR_MS).toISOString();

type KeyOptions = Partial<{ name: string; agents: string[]; permissions: Permission[]; expiresAt: string }>;

/** Creates a key in the actor's workspace. By default, it covers all agents, has all permissions and expires in an hour. */
export async function makeKey(actor: Actor, options: KeyOptions = {}): Promise<CreatedApiKey> {
  return createApiKey(actor, {
    name: options.name ?? `Key ${randomBytes(6).toString("hex")}`,
    agents: options.agents ? { scope: "some", ids: options.agents } : { scope: "all" },
    permissions: options.permissions ?? [...PERMISSIONS],
    expiresAt: options.expiresAt ?? inAnHour(),
  });
}

/** Imports conversations of an agent. Each needs an `id`; other fields have defaults. */
export async function seedConversations(
  actor: Actor,
  agentId: string,
  conversations: Record<string, unknown>[],
): Promise<void> {
  const lines = conversations.map((conversation) =>
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

/** Adds entries to a key's request log without making requests, for example for another day. */
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
