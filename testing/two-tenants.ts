import { randomBytes } from "node:crypto";
import { transaction } from "@/db/client/client";
import { insertEventId, storeEvent } from "@/db/queries/external-events";
import { newId } from "@/lib/core/ids";
import type { OperatorActor } from "@/lib/features/actor";
import { configureAgent } from "@/lib/features/agents/configure-agent";
import { createAgent } from "@/lib/features/agents/create-agent";
import { deleteApiKey } from "@/lib/features/api-keys/delete-api-key";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { recordHandoff } from "@/lib/features/runtime/record-handoff";
import { startConversation } from "@/lib/features/runtime/start-conversation";
import { makeKey, makeWorkspace, seedConversations } from "./fixtures";

/** Words that are nowhere but in one place of one tenant's data: an answer that holds one tells where it came from. */
export interface Canary {
  text: string;
  /** Whoever may read this may be told the word; nobody may where it is null. */
  group: string | null;
}

/** Something a request can authenticate with, and the groups of canaries that it may be told. */
export interface Credential {
  secret: string;
  reads: string[];
}

export interface Tenant {
  actor: OperatorActor & { slug: string };
  agents: Record<"open" | "shut" | "old" | "writer", { id: string; slug: string }>;
  keys: Record<"good" | "narrow" | "handoff" | "deleted" | "expired", Credential>;
  token: Credential;
  /** An event id of the writer's conversation `live-0`, good for an hour. */
  eventId: string;
  canaries: Canary[];
}

/** The ids that both tenants give their conversations, so that a query without its workspace finds both. */
export const SHARED_CONVERSATION_IDS = ["same-1", "same-2", "\ufffd"];

/**
 * A tenant with an agent of every kind, every kind of key, and a canary wherever data can be. Two of them differ in
 * nothing but ids and canaries: their agents' slugs and their conversations' ids are the same.
 */
export async function seedTenant(): Promise<Tenant> {
  const actor = await makeWorkspace();
  const of = actor.workspaceId;
  const canaries: Canary[] = [];
  const canary = (group: string | null, text = `zq${randomBytes(8).toString("hex")}`) => {
    canaries.push({ text, group });
    return text;
  };
  canary(of, of);
  canary(null, actor.slug);

  const agent = async (kind: keyof Tenant["agents"], visible: string | null, said: string | null) => {
    const made = await createAgent(actor, {
      name: `${kind} ${canary(null)}`,
      slug: `${kind}-desk`,
      conversationsApi: kind === "old" ? "v1" : "v3",
    });
    canary(visible, made.id);
    await configureAgent(actor, {
      id: made.id,
      metrics: kind === "shut" ? { mode: "chosen", names: [] } : { mode: "all" },
      transcript: kind !== "shut",
    });
    await seedConversations(
      actor,
      made.id,
      SHARED_CONVERSATION_IDS.map((id, n) => ({
        id,
        started_at: `2026-09-0${n + 1}T10:00:00Z`,
        in_progress: n === 1,
        variant_id: canary(visible),
        variant_name: canary(visible),
        handoff_reason: canary(visible),
        state: { [canary(visible)]: canary(visible) },
        metrics: { [canary(said)]: canary(said), LIST: [canary(said), "2"] },
        turns: [{ user_input: `hello ${canary(said)}`, agent_response: canary(said), latency: 0.5 }],
      })),
    );
    const runtime = { kind: "runtime", workspaceId: of, agentId: made.id } as const;
    await startConversation(runtime, { id: "live-0", ...CALL_DEFAULTS });
    const handoff = {
      destination: canary(visible),
      reason: canary(visible),
      shared_id: "shared-1",
      data: {},
    };
    await recordHandoff(runtime, "live-0", handoff, `{"${canary(visible)}":"${canary(visible)}"}`);
    return { id: made.id, slug: made.slug };
  };
  const agents = {
    open: await agent("open", `${of} open`, `${of} open`),
    shut: await agent("shut", `${of} shut`, null),
    old: await agent("old", null, null),
    writer: await agent("writer", `${of} writer`, `${of} writer`),
  };

  // What an agent told is answered with its workspace's id.
  const all = [of, ...["open", "shut", "writer"].map((kind) => `${of} ${kind}`)];
  const key = async (reads: string[], options: Parameters<typeof makeKey>[1] = {}) => {
    const { secret, key } = await makeKey(actor, { name: canary(null), ...options });
    return { secret, reads, id: key.id };
  };
  const deleted = await key([]);
  await deleteApiKey(actor, { id: deleted.id });
  const keys = {
    good: await key(all),
    narrow: await key([of, `${of} shut`], { agents: [agents.shut.id] }),
    handoff: await key(all, { permissions: ["handoff"] }),
    deleted,
    expired: await key([], { expiresAt: "2020-01-01T00:00:00Z" }),
  };

  const { token } = await createRuntimeToken(actor, agents.writer.id);
  const eventId = newId("externalEvent");
  const issued = { agentId: agents.writer.id, conversationId: "live-0", id: eventId, sendToLlm: true };
  await transaction((tx) => insertEventId(tx, of, issued));
  const body = Buffer.from(`{"said":"${canary(`${of} writer`)}"}`);
  await storeEvent(of, agents.writer.id, { eventId, contentType: "text/plain", body, bodyHash: body });
  canary(`${of} writer`, eventId);
  return { actor, agents, keys, token: { secret: token, reads: [`${of} writer`] }, eventId, canaries };
}

const CALL_DEFAULTS = {
  environment: "live" as const,
  channel: "VOICE-SIP",
  from_number: "",
  to_number: "",
  variant_id: "",
  variant_name: "",
};
