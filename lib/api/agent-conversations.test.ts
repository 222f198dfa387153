import { expect, test } from "vitest";
import { configureAgent } from "@/lib/features/agents/configure-agent";
import {
  agentConversationsResponseSchema,
  conversationDetailSchema,
} from "@/lib/features/conversations/response-schemas";
import { setupApiClient } from "@/testing/api-server";
import { makeAgent, makeKey, makeWorkspace, seedConversations } from "@/testing/fixtures";

const call = setupApiClient();

async function setup() {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  await configureAgent(actor, { id: agent.id, metrics: { mode: "all" }, transcript: true });
  await seedConversations(actor, agent.id, [
    {
      id: "CA1",
      started_at: "2026-09-01T10:00:00Z",
      from_number: "+447700900123",
      total_duration: 9,
      metrics: { TOPIC: "booking", STEP: ["a", "b"] },
      turns: [{ user_input: "Hi", latency: 0.25 }, { user_input: "Bye" }],
    },
    { id: "CA2", started_at: "2026-09-02T10:00:00Z", environment: "sandbox" },
    { id: "CA3", started_at: "2026-09-03T10:00:00Z" },
  ]);
  const { secret } = await makeKey(actor);
  const get = async (path: string, key = secret) => {
    const response = await call(`/v1/agents/${path}`, { key });
    return { status: response.status, json: await response.json() };
  };
  return { actor, agent, get };
}

test("lists conversations in camelCase, newest first, with a count and nulls for unset fields", async () => {
  const { agent, actor, get } = await setup();
  const { status, json } = await get(`${agent.slug}/conversations?limit=2&offset=1`);
  expect(status).toBe(200);
  expect(agentConversationsResponseSchema.parse(json)).toMatchObject({ count: 3, limit: 2, offset: 1 });
  expect(json.conversations.map((c: { conversationId: string }) => c.conversationId)).toEqual(["CA2", "CA1"]);
  expect(json.conversations[1]).toMatchObject({
    accountId: actor.workspaceId,
    projectId: agent.id,
    startedAt: "2026-09-01T10:00:00.000Z",
    finishedAt: null,
    fromNumber: "+447700900123",
    toNumber: null,
    tags: [],
    shortSummary: null,
    clientEnv: "live",
    totalDuration: 9,
  });
  expect((await get(`${agent.id}/conversations`)).json).toMatchObject({ count: 3, limit: 50, offset: 0 });
  expect((await get(`${agent.id}/conversations?offset=9`)).json).toMatchObject({
    conversations: [],
    count: 3,
  });
});

test("returns turns and metrics of a conversation as the agent's configuration allows", async () => {
  const { agent, actor, get } = await setup();
  const { json } = await get(`${agent.slug}/conversations/CA1`);
  expect(conversationDetailSchema.parse(json)).toMatchObject({
    turns: [
      {
        user_input: "Hi",
        latency: { label: null, perceived_latency: 0.25, perceived_latency_percentile_1d: null },
      },
      { user_input: "Bye", latency: null },
    ],
    metrics: {
      TOPIC: [{ value: "booking", timestamp: null }],
      STEP: [
        { value: "a", timestamp: null },
        { value: "b", timestamp: null },
      ],
    },
    functionEvents: null,
  });
  await configureAgent(actor, {
    id: agent.id,
    metrics: { mode: "chosen", names: ["TOPIC"] },
    transcript: false,
  });
  const narrowed = (await get(`${agent.slug}/conversations/CA1`)).json;
  expect([narrowed.turns, Object.keys(narrowed.metrics)]).toEqual([[], ["TOPIC"]]);
});

test("reports errors with the same codes as the v3 API", async () => {
  const { actor, agent, get } = await setup();
  const old = await makeAgent(actor, { conversationsApi: "v1" });
  const { secret: handoffOnly } = await makeKey(actor, { permissions: ["handoff"] });
  const { secret: stranger } = await makeKey(await makeWorkspace());
  const cases: [string, string | undefined, number, string][] = [
    [`${agent.slug}/conversations`, "nonsense", 401, "AUTH_USER_INVALID_TOKEN"],
    ["missing/conversations", undefined, 404, "PROJECT_NOT_FOUND"],
    [`${agent.id}/conversations`, stranger, 404, "PROJECT_NOT_FOUND"],
    [`${agent.slug}/conversations?limit=0`, handoffOnly, 403, "USER_ACCESS_FORBIDDEN"],
    [`${old.slug}/conversations?limit=0`, undefined, 412, "CONVERSATIONS_V3_REQUIRED"],
    [`${agent.slug}/conversations?limit=0`, undefined, 400, "CONVERSATIONS_VALIDATION_FAILED"],
    [`${agent.slug}/conversations/none`, undefined, 404, "CONVERSATIONS_NOT_FOUND"],
    [`${agent.slug}/conversations/none/audio`, undefined, 404, "CONVERSATIONS_NOT_FOUND"],
    [`${agent.slug}/conversations/CA1/audio`, undefined, 404, "CONVERSATIONS_RECORDING_NOT_FOUND"],
    [`${agent.slug}/conversations/CA1/audio?direction=up`, undefined, 400, "CONVERSATIONS_VALIDATION_FAILED"],
  ];
  for (const [path, key, status, code] of cases) {
    const response = await get(path, key);
    expect([response.status, response.json.error_code], path).toEqual([status, code]);
    // The parameter of this version is agentId.
    expect(JSON.stringify(response.json), path).not.toContain("project_id");
  }
});
