import { HOUR_MS } from "@/lib/core/durations";
import type { Actor } from "@/lib/features/actor";
import { configureAgent } from "@/lib/features/agents/configure-agent";
import { createAgent } from "@/lib/features/agents/create-agent";
import { listAgents } from "@/lib/features/agents/list-agents";
import { PERMISSIONS } from "@/lib/features/api-keys/constants";
import { createApiKey } from "@/lib/features/api-keys/create-api-key";
import { deleteApiKey } from "@/lib/features/api-keys/delete-api-key";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";

/** How long calls may take to end after a stop, before the key is deleted. */
const STOP_TIMEOUT_MS = 3000;

/** The slug of the agent that only simulations use. */
export const SIMULATED_AGENT_SLUG = "simulated-line";

/**
 * Runs `work` with a simulated agent and a key that is deleted in every case.
 * @param stop once aborted, `work` has three seconds to end
 */
export async function withSimulatedAgent<T>(
  actor: Actor,
  stop: AbortSignal,
  work: (connection: { workspace: string; agent: string; token: string; key: string }) => Promise<T>,
): Promise<T> {
  const agent =
    (await listAgents(actor)).find(({ slug }) => slug === SIMULATED_AGENT_SLUG) ??
    (await createAgent(actor, {
      name: "Simulated line",
      slug: SIMULATED_AGENT_SLUG,
      conversationsApi: "v3",
    }));
  await configureAgent(actor, { id: agent.id, metrics: { mode: "all" }, transcript: true });
  const { token } = await createRuntimeToken(actor, agent.id);
  const { key, secret } = await createApiKey(actor, {
    name: `Simulation ${new Date().toISOString()}`,
    agents: { scope: "some", ids: [agent.id] },
    permissions: [...PERMISSIONS],
    // If this process is killed, the key expires by itself.
    expiresAt: new Date(Date.now() + HOUR_MS).toISOString(),
  });
  const stopTimeout = new Promise<never>((_, reject) => {
    const startTimer = () =>
      setTimeout(() => reject(new Error("The calls did not end in time.")), STOP_TIMEOUT_MS);
    stop.addEventListener("abort", startTimer, { once: true });
  });
  try {
    const connection = { workspace: actor.workspaceId, agent: agent.slug, token, key: secret };
    return await Promise.race([work(connection), stopTimeout]);
  } finally {
    await deleteApiKey(actor, { id: key.id });
  }
}
