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

/** A random text in exactly one place of one tenant's data. A response that contains it shows where that data came from. */
interface Canary {
  text: string;
  /** Credentials that read this group may receive the text. Null: no response may contain it. */
  group: string | null;
}

/** A credential for requests, and the groups of canaries that its responses may contain. */
export interface Credential {
  secret: string;
  reads: string[];
}

export interface Tenant {
  actor: OperatorActor & { slug: string };
  agents: Record<"open" | "shut" | "old" | "writer", { id: string; slug: string }>;
  keys: Record<"good" | "narrow" | "handoff" | "deleted" | "expired", Credential>;
  token: Credential;
  /** An event ID of the writer's conversation `live-0`, valid for an hour. */
  eventId: string;
  canaries: Canary[];
}

/** Both tenants use these conversation IDs, so that a query without a workspace filter would find both. */
export const SHARED_CONVERSATION_IDS = ["same-1", "same-2", "\ufffd"];

/**
 * Creates a tenant with an agent and a key of each kind, and a canary in each field. Two tenants differ only in their IDs and
 * canaries: the slugs of their agents and the IDs of their conversations are the same.
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

  const seedAgent = async (kind: keyof Tenant["agents"], visible: string | null, spoken: string | null) => {
    const agent = await createAgent(actor, {
      name: `${kind} ${canary(null)}`,
      slug: `${kind}-desk`,
      conversationsApi: kind === "old" ? "v1" : "v3",
    });
    canary(visible, agent.id);
    await configureAgent(actor, {
      id: agent.id,
      metrics: kind === "shut" ? { mode: "chosen", names: [] } : { mode: "all" },
      transcript: kind !== "shut",
    });
    await seedConversations(
      actor,
      agent.id,
      SHARED_CONVERSATION_IDS.map((id, n) => ({
        id,
        started_at: `2026-09-0${n + 1}T10:00:00Z`,
        in_progress: n === 1,
        variant_id: canary(visible),
        variant_name: canary(visible),
        handoff_reason: canary(visible),
        state: { [canary(visible)]: canary(visible) },
        metrics: { [canary(spoken)]: canary(spoken), LIST: [canary(spoken), "2"] },
        turns: [{ user_input: `hello ${canary(spoken)}`, agent_response: canary(spoken), latency: 0.5 }],
      })),
    );
    const runtime = { kind: "runtime", workspaceId: of, agentId: agent.id } as const;
    await startConversation(runtime, { id: "live-0", ...CALL_DEFAULTS });
    const handoff = {
      destination: canary(visible),
      reason: canary(visible),
      shared_id: "shared-1",
      data: {},
    };
    await recordHandoff(runtime, "live-0", handoff, `{"${canary(visible)}":"${canary(visible)}"}`);
    return { id: agent.id, slug: agent.slug };
  };
  const agents = {
    open: await seedAgent("open", `${of} open`, `${of} open`),
    shut: await seedAgent("shut", `${of} shut`, null),
    old: await seedAgent("old", null, null),
    writer: await seedAgent("writer", `${of} writer`, `${of} writer`),
  };

  // Responses with an agent's data also contain the ID of the workspace.
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
