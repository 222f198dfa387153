import { expect, test } from "vitest";
import type { Actor } from "@/lib/features/actor";
import { configureAgent } from "@/lib/features/agents/configure-agent";
import { setupApiClient } from "@/testing/api-server";
import { makeAgent, makeKey, makeWorkspace, seedConversations } from "@/testing/fixtures";

const call = setupApiClient();

interface Page {
  conversations: { id: string; project_id: string; metrics: object; turns: object[]; num_turns: number }[];
  cursor: string | null;
  next_offset?: number;
}

const read = async (path: string, key: string): Promise<Page> => {
  const response = await call(path, { key });
  expect(response.status, await response.clone().text()).toBe(200);
  return response.json();
};
const ids = (page: Page) => page.conversations.map((conversation) => conversation.id);
const openConfiguration = (actor: Actor, id: string) =>
  configureAgent(actor, { id, metrics: { mode: "all" }, transcript: true });

const FULL = {
  id: "CA-full",
  variant_id: "VARIANT-en",
  variant_name: "English line",
  environment: "live",
  started_at: "2026-09-01T00:00:50.981Z",
  channel: "VOICE-SIP",
  from_number: "+447700900123",
  to_number: "+442079460000",
  in_progress: false,
  num_turns: 2,
  total_duration: 65,
  polyai_duration: 60,
  handoff: true,
  handoff_reason: "billing",
  handoff_destination: "desk",
  num_silences: 1,
  num_ood: 0,
  metrics: { ZED: "1", CALL_TURN: ["a", "b"], AREA: "é" },
  state: { z: { nested: [1, null] }, a: "żółw" },
  turns: [
    {
      user_input: "Hello",
      user_input_dtmf: "",
      user_input_datetime: "2026-09-01T00:00:56.353Z",
      barge_in: false,
      agent_response: "Good morning. How can I help?",
      agent_response_datetime: "2026-09-01T00:00:57.334Z",
      latency: 0.981,
      translated_user_input: "",
      english_agent_response: "",
      intents: ["greet"],
      entities: [{ name: "Żurek" }, { rooms: ["1", "2"] }],
      is_ood: false,
      is_silence: false,
    },
    {
      user_input: "",
      user_input_dtmf: "1",
      user_input_datetime: "2026-09-01T00:01:04.520Z",
      barge_in: true,
      agent_response: "",
      agent_response_datetime: "2026-09-01T00:01:05.065Z",
      translated_user_input: "",
      english_agent_response: "",
      intents: [],
      entities: [],
      is_ood: false,
      is_silence: true,
    },
  ],
};

test("returns every field as imported if the configuration allows all, latencies on request", async () => {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  await openConfiguration(actor, agent.id);
  await seedConversations(actor, agent.id, [FULL]);
  const { secret } = await makeKey(actor);

  const path = `/v3/${actor.workspaceId}/${agent.id}/conversations`;
  const expected = { ...FULL, account_id: actor.workspaceId, project_id: agent.id };
  expect(await read(`${path}?include_latency=true`, secret)).toEqual({
    conversations: [expected],
    cursor: null,
  });

  const [plain] = (await read(path, secret)).conversations;
  expect(plain).toEqual({ ...expected, turns: FULL.turns.map(({ latency: _, ...turn }) => turn) });
  expect(Object.keys(plain?.metrics ?? {})).toEqual(["ZED", "CALL_TURN", "AREA"]);
});

test("keeps all digits of numbers in the state", async () => {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  const line = `{"id":"CA1","environment":"live","started_at":"2026-09-01T00:00:00Z","channel":"CHAT","in_progress":true,"state":{"order":12345678901234567890}}`;
  const { importConversations } = await import("@/lib/features/conversations/import-conversations");
  await importConversations(actor, agent.id, [line]);
  const { secret } = await makeKey(actor);
  const response = await call(`/v3/${actor.slug}/${agent.slug}/conversations`, { key: secret });
  expect(await response.text()).toContain('"state":{"order":12345678901234567890}');
});

test("returns only the metrics and transcript that the agent's configuration allows", async () => {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  await seedConversations(actor, agent.id, [FULL]);
  const { secret } = await makeKey(actor);
  const one = async () =>
    (await read(`/v3/${actor.slug}/${agent.slug}/conversations`, secret)).conversations[0];

  expect(await one()).toMatchObject({ metrics: {}, turns: [], num_turns: 2, state: FULL.state });
  await configureAgent(actor, { id: agent.id, metrics: { mode: "chosen", names: ["AREA", "UNSEEN"] } });
  expect((await one())?.metrics).toEqual({ AREA: "é" });
  await configureAgent(actor, { id: agent.id, metrics: { mode: "all" }, transcript: true });
  expect((await one())?.metrics).toEqual(FULL.metrics);
  expect((await one())?.turns).toHaveLength(2);
});

test("returns exactly the matching conversations for each filter", async () => {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  await seedConversations(actor, agent.id, [
    {
      id: "sip",
      started_at: "2026-09-01T10:00:00Z",
      channel: "VOICE-SIP",
      variant_id: "V1",
      variant_name: "One",
    },
    { id: "pstn", started_at: "2026-09-02T10:00:00Z", channel: "voice-pstn", in_progress: true },
    {
      id: "web",
      started_at: "2026-09-03T10:00:00Z",
      channel: "WEBCHAT",
      variant_id: "V2",
      variant_name: "Two",
    },
    { id: "chat", started_at: "2026-09-04T10:00:00Z", channel: "CHAT" },
    { id: "sms", started_at: "2026-09-05T10:00:00Z", channel: "SMS" },
    { id: "box", started_at: "2026-09-06T10:00:00Z", environment: "sandbox" },
    { id: "pre", started_at: "2026-09-07T10:00:00Z", environment: "pre-release" },
  ]);
  const { secret } = await makeKey(actor);
  const filtered = async (query: string) =>
    ids(await read(`/v3/${actor.slug}/${agent.slug}/conversations?${query}`, secret));

  expect(await filtered("")).toEqual(["sip", "pstn", "web", "chat", "sms"]);
  expect(await filtered("client_env=sandbox")).toEqual(["box"]);
  expect(await filtered("client_env=pre-release")).toEqual(["pre"]);
  expect(await filtered("channel=voice")).toEqual(["sip", "pstn"]);
  expect(await filtered("channel=chat")).toEqual(["web", "chat"]);
  expect(await filtered("channel=Voice-Pstn&channel=sms")).toEqual(["pstn", "sms"]);
  expect(await filtered("channel=voice&channel=CHAT")).toEqual(["sip", "pstn", "web", "chat"]);
  expect(await filtered("variant_id=V1")).toEqual(["sip"]);
  expect(await filtered("variant_name=Two")).toEqual(["web"]);
  expect(await filtered("in_progress=true")).toEqual(["pstn"]);
  expect(await filtered("in_progress=false&channel=voice")).toEqual(["sip"]);
  expect(await filtered("start_time=2026-09-02T10:00:00Z&end_time=2026-09-04T10:00:00Z")).toEqual([
    "pstn",
    "web",
  ]);
  expect(await filtered("start_time=2026-09-02T12:00:00%2B02:00&end_time=2026-09-03")).toEqual(["pstn"]);
  // As strftime, Java and Python print times. An unencoded "+" is a space in a query string.
  for (const start of [
    "2026-09-02T12:00:00+0200",
    "2026-09-02+12:00:00%2B02:00",
    "2026-09-02T12:00+02[Europe/Berlin]",
  ])
    expect(await filtered(`start_time=${start}&end_time=20260902T120001.0+0200`), start).toEqual(["pstn"]);
  expect(await filtered("unknown=parameter&limit=2")).toEqual(["sip", "pstn"]);
});

test("pages by offset until the end", async () => {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  await seedConversations(
    actor,
    agent.id,
    Array.from({ length: 5 }, (_, n) => ({ id: `c${n}` })),
  );
  const { secret } = await makeKey(actor);
  const path = `/v3/${actor.slug}/${agent.slug}/conversations?limit=2`;

  const first = await read(path, secret);
  expect([ids(first), first.next_offset]).toEqual([["c0", "c1"], 2]);
  const last = await read(`${path}&offset=4`, secret);
  expect([ids(last), last.next_offset, last.cursor]).toEqual([["c4"], undefined, null]);
  expect(ids(await read(`${path}&offset=99`, secret))).toEqual([]);
  expect(ids(await read(`/v3/${actor.slug}/${agent.slug}/conversations?limit=5000`, secret))).toHaveLength(5);
});

test("pages by cursor over every existing conversation exactly once during writes", async () => {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  const at = (n: number) => new Date(Date.UTC(2026, 8, 1, 0, 0, Math.floor(n / 3))).toISOString();
  const existing = Array.from({ length: 40 }, (_, n) => ({
    id: `c${String(n).padStart(2, "0")}`,
    started_at: at(n),
  }));
  await seedConversations(actor, agent.id, existing);
  const { secret } = await makeKey(actor);

  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = await read(
      `/v3/${actor.slug}/${agent.slug}/conversations?limit=7${cursor ? `&cursor=${cursor}` : ""}`,
      secret,
    );
    seen.push(...ids(page));
    cursor = page.cursor;
    const n = seen.length;
    await seedConversations(actor, agent.id, [
      { id: `before-${n}`, started_at: "2026-08-01T00:00:00Z" },
      { id: `c${n}-again`, started_at: at(n) },
      { id: `after-${n}`, started_at: "2026-10-01T00:00:00Z" },
      { ...existing[n % existing.length], total_duration: n },
    ]);
    if (n > 100) break;
  } while (cursor);

  const old = new Set(existing.map(({ id }) => id));
  expect(seen.filter((id) => old.has(id)).sort()).toEqual([...old].sort());
  expect(new Set(seen).size).toBe(seen.length);
});

test("lists all agents of a key without an agent in the path, each with its own configuration", async () => {
  const actor = await makeWorkspace();
  const [a, b, old] = [
    await makeAgent(actor),
    await makeAgent(actor),
    await makeAgent(actor, { conversationsApi: "v1" }),
  ] as const;
  await openConfiguration(actor, a.id);
  for (const [agent, minute] of [
    [a, 1],
    [b, 2],
    [old, 3],
  ] as const) {
    await seedConversations(actor, agent.id, [
      { id: "same-id", started_at: `2026-09-01T10:0${minute}:00Z`, metrics: { M: "1" } },
      { id: "later", started_at: `2026-09-01T11:0${minute}:00Z` },
    ]);
  }
  const everything = await makeKey(actor);
  const listed = await makeKey(actor, { agents: [b.id] });
  const place = (page: Page) => page.conversations.map(({ project_id, id }) => [project_id, id]);

  const all = await read("/v3/conversations", everything.secret);
  expect(place(all)).toEqual([
    [a.id, "same-id"],
    [b.id, "same-id"],
    [a.id, "later"],
    [b.id, "later"],
  ]);
  expect(all.conversations.map(({ metrics }) => metrics)).toEqual([{ M: "1" }, {}, {}, {}]);

  expect(place(await read("/v3/conversations", listed.secret))).toEqual([
    [b.id, "same-id"],
    [b.id, "later"],
  ]);
  const named = `/v3/conversations?project_id=${a.id}&project_id=${b.slug}&project_id=${b.id}`;
  expect(place(await read(named, everything.secret))).toHaveLength(4);

  const walked: string[][] = [];
  let cursor: string | null = null;
  do {
    const page: Page = await read(
      // A cursor accepts another spelling of the same time.
      cursor
        ? `/v3/conversations?limit=1&start_time=20260901T120000+0200&cursor=${cursor}`
        : "/v3/conversations?limit=1&start_time=2026-09-01T10:00:00Z",
      everything.secret,
    );
    walked.push(...place(page));
    cursor = page.cursor;
  } while (cursor);
  expect(walked).toEqual(place(all));
});

test("includes an agent created after a key for all agents", async () => {
  const actor = await makeWorkspace();
  const { secret } = await makeKey(actor);
  const agent = await makeAgent(actor);
  await seedConversations(actor, agent.id, [{ id: "new" }]);
  expect(ids(await read(`/v3/${actor.slug}/${agent.slug}/conversations`, secret))).toEqual(["new"]);
});
