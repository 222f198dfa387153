import { randomBytes } from "node:crypto";
import { auth } from "@/lib/features/auth/auth";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { makeAgent, makeKey, makeMember, makeWorkspace, seedConversations } from "@/testing/fixtures";

/** A request that a client repeats, and the only expected status. */
export interface RequestSpec {
  path: string;
  method?: string;
  headers: Record<string, string>;
  /** A body for the n-th request. */
  body?: (n: number) => string;
  expectedStatus: number;
}

/** Creates a workspace with an agent, 20 conversations and a live call, and one request for each kind of client. */
export async function createFaultEnv(instance: { origin: string }) {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  const turns = Array.from({ length: 6 }, (_, n) => ({
    user_input: `Where is room ${n}?`,
    agent_response: "Up the stairs.",
  }));
  const conversations = Array.from({ length: 20 }, (_, n) => ({ id: `CA-${n}`, turns }));
  await seedConversations(actor, agent.id, conversations);
  const { key, secret } = await makeKey(actor);
  const { token } = await createRuntimeToken(actor, agent.id);
  const asRuntime = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const runtime = async (path: string, body: object) => {
    const response = await fetch(`${instance.origin}/runtime/v1/conversations${path}`, {
      method: "POST",
      headers: asRuntime,
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  };
  const call = `call-${randomBytes(6).toString("hex")}`;
  await runtime("", { id: call, environment: "live", channel: "VOICE" });
  const { event_id } = await runtime(`/${call}/external-events`, { send_to_llm: false });
  const { userId } = await makeMember(actor);
  const { headers } = await auth().api.signInByLink({ body: { userId }, returnHeaders: true });
  const cookie = headers
    .getSetCookie()
    .map((set) => set.split(";")[0])
    .join("; ");

  const byKey = { "x-api-key": secret };
  const requests = {
    read: {
      path: `/v3/${actor.slug}/${agent.slug}/conversations?limit=5`,
      headers: byKey,
      expectedStatus: 200,
    },
    event: {
      path: `/v1/external-events/webhook?account_id=${actor.slug}&project_id=${agent.slug}&event_id_location=headers&event_id_path=x-event`,
      method: "POST",
      headers: { ...byKey, "x-event": event_id, "content-type": "application/json" },
      body: (n: number) => `{"n":${n}}`,
      expectedStatus: 201,
    },
    page: { path: `/${actor.slug}/configure/api-keys`, headers: { cookie }, expectedStatus: 200 },
    data: { path: `/${actor.slug}/data/api-keys`, headers: { cookie }, expectedStatus: 200 },
    poll: {
      path: `/runtime/v1/conversations/${call}/external-events?after=1000000000&wait=20`,
      headers: asRuntime,
      expectedStatus: 200,
    },
  } satisfies Record<string, RequestSpec>;
  return { actor, agent, token, key, requests, createKey: () => makeKey(actor) };
}
