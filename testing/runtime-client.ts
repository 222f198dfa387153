import { configureAgent } from "@/lib/features/agents/configure-agent";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { setupApiClient } from "./api-server";
import { makeAgent, makeKey, makeWorkspace } from "./fixtures";

/** The body that starts the conversation `CA1`. */
export const START = {
  id: "CA1",
  environment: "live",
  channel: "VOICE-SIP",
  from_number: "+447700900123",
  started_at: "2026-09-01T10:00:00Z",
};

/** Serves the API for a test file, with clients for agent runtimes. */
export function setupRuntimeClient() {
  const call = setupApiClient();

  /** A client that sends a runtime's requests with a token. A string is sent as the body unchanged. */
  const runtimeWith = (token: string) => async (method: string, path: string, body?: unknown) => {
    const response = await call(`/runtime/v1/conversations${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
    });
    const json = await response.json();
    return { status: response.status, json, code: json.error_code as string | undefined };
  };

  /** A runtime with its token, an agent whose configuration allows everything, and a key with all permissions. */
  const makeRuntime = async () => {
    const actor = await makeWorkspace();
    const agent = await makeAgent(actor);
    await configureAgent(actor, { id: agent.id, metrics: { mode: "all" }, transcript: true });
    const { token } = await createRuntimeToken(actor, agent.id);
    const { secret } = await makeKey(actor);
    const read = async () => {
      const path = `/v3/${actor.slug}/${agent.slug}/conversations?include_latency=true`;
      return (await (await call(path, { key: secret })).json()).conversations;
    };
    return { actor, agent, token, secret, runtime: runtimeWith(token), read };
  };

  return { call, runtimeWith, makeRuntime };
}
