import type { Actor } from "../actor";
import { configureAgent } from "../agents/configure-agent";
import { createAgent } from "../agents/create-agent";
import { listAgents } from "../agents/list-agents";
import { createApiKey } from "../api-keys/create-api-key";
import { deleteApiKey } from "../api-keys/delete-api-key";
import { PERMISSIONS } from "../api-keys/terms";
import { makeRuntimeToken } from "../runtime/make-runtime-token";

const HOUR = 60 * 60 * 1000;
/** How long calls may take to end once the simulation is stopped; the key goes then in any case. */
const PARTING_MS = 3000;

/** The agent that only simulations use. */
export const SIMULATED_SLUG = "simulated-line";

/**
 * Lets `work` speak for an agent that only simulations use, with a key that is deleted whatever happens.
 * @param stop once aborted, `work` gets a moment to end
 */
export async function withSimulatedLine<T>(
  actor: Actor,
  stop: AbortSignal,
  work: (line: { workspace: string; agent: string; token: string; key: string }) => Promise<T>,
): Promise<T> {
  const agent =
    (await listAgents(actor)).find(({ slug }) => slug === SIMULATED_SLUG) ??
    (await createAgent(actor, { name: "Simulated line", slug: SIMULATED_SLUG, conversationsApi: "v3" }));
  await configureAgent(actor, { id: agent.id, metrics: { mode: "all" }, transcript: true });
  const { token } = await makeRuntimeToken(actor, agent.id);
  const { key, secret } = await createApiKey(actor, {
    name: `Simulation ${new Date().toISOString()}`,
    agents: { scope: "some", ids: [agent.id] },
    permissions: [...PERMISSIONS],
    // Should this process be killed, the key ends by itself.
    expiresAt: new Date(Date.now() + HOUR).toISOString(),
  });
  const impatient = new Promise<never>((_, refuse) => {
    const leave = () => setTimeout(() => refuse(new Error("The calls did not end in time.")), PARTING_MS);
    stop.addEventListener("abort", leave, { once: true });
  });
  try {
    const line = { workspace: actor.workspaceId, agent: agent.slug, token, key: secret };
    return await Promise.race([work(line), impatient]);
  } finally {
    await deleteApiKey(actor, { id: key.id });
  }
}
