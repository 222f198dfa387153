import { expect, test } from "vitest";
import { pool } from "@/db/client/client";
import { configureAgent } from "@/lib/features/agents/configure-agent";
import { updateStoredWords, updateStoredWordsTwice } from "@/lib/features/conversations/update-stored-words";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { setupApiClient } from "@/testing/api-server";
import { makeAgent, makeKey, makeWorkspace, seedConversations } from "@/testing/fixtures";

const call = setupApiClient();
const RANGE = "start_time=2026-01-01&end_time=2027-01-01";

async function setup() {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  await configureAgent(actor, { id: agent.id, transcript: true });
  const { secret } = await makeKey(actor);
  const at = (path: string) => async (query: string) => {
    const response = await call(`${path}?${RANGE}&${query}`, { key: secret });
    const json = await response.json();
    return { status: response.status, json, ids: json.conversations?.map(({ id }: { id: string }) => id) };
  };
  const ask = at(`/v3/${actor.slug}/${agent.slug}/conversations`);
  const find = async (query: string, more = "") =>
    (await ask(`query_type=transcript&query=${encodeURIComponent(query)}${more}`)).ids;
  return { actor, agent, ask, find, everywhere: at("/v3/conversations") };
}

test("matches whole words within one turn, ignoring case and accents, in any script", async () => {
  const { actor, agent, find } = await setup();
  await seedConversations(actor, agent.id, [
    {
      id: "pl",
      turns: [
        { user_input: "Nazywam się Łukasz Żurek.", agent_response: "Your postcode?" },
        { user_input: "SW20, 8AB" },
      ],
    },
    {
      id: "ja",
      turns: [{ user_input: "朝食は何時からですか", english_agent_response: "Breakfast is at seven" }],
    },
    { id: "split", turns: [{ user_input: "blue" }, { user_input: "scarf" }] },
    { id: "both", turns: [{ user_input: "my blue", agent_response: "A scarf, I see" }] },
  ]);
  expect(await find("żurek")).toEqual(["pl"]);
  expect(await find("lukasz ZUREK")).toEqual(["pl"]);
  expect(await find("sw20 8ab")).toEqual(["pl"]);
  expect(await find("sw2")).toEqual([]);
  expect(await find("朝食")).toEqual(["ja"]);
  expect(await find("breakfast")).toEqual(["ja"]);
  expect(await find("scarf blue")).toEqual(["both"]);
  expect(await find("scarf", "&turn_type=user")).toEqual(["split"]);
  expect(await find("scarf", "&turn_type=agent")).toEqual(["both"]);
  expect(await find("blue scarf", "&turn_type=user")).toEqual([]);
  expect(await find("100%_'\\")).toEqual([]);
});

test("finds words in every script, in any form, and counts vowel signs as letters", async () => {
  const { actor, agent, find } = await setup();
  const said = ["IŞIK Æther ŁÓDŹ Straße", "किताब", "ΟΔΌΣ ёлка й", "كِتَاب", "ｶﾞｲﾄﾞ", "ﬁn ＡＢＣ１２", "กินข้าว"];
  await seedConversations(
    actor,
    agent.id,
    said.map((text, n) => ({ id: String(n), turns: [{ user_input: text }] })),
  );
  for (const [query, id] of [
    ...[
      ["ışık", "0"],
      ["aether", "0"],
      ["lodz strasse", "0"],
      ["किताब", "1"],
      ["οδος", "2"],
      ["ЕЛКА", "2"],
    ],
    ...[
      ["и\u0306", "2"],
      ["كتاب", "3"],
      ["ガイド", "4"],
      ["fin abc12", "5"],
      ["ข้าว", "6"],
    ],
  ]) {
    expect(await find(query ?? ""), query).toEqual([id]);
  }
  for (const query of ["कुतब", "कतब", "и", "カイト", "ขาว"]) expect(await find(query), query).toEqual([]);

  // As the version before stored them.
  const storeFormerWords = () =>
    pool().query(
      `update conversations set words = '{कतब}', user_words = '{" कतब "}' where agent_id = $1 and id = '1'`,
      [agent.id],
    );
  await storeFormerWords();
  expect(await find("किताब")).toEqual([]);
  expect(await updateStoredWords()).toBe(1);
  expect(await find("किताब")).toEqual(["1"]);
  expect(await updateStoredWords()).toBe(0);

  // Each start repeats it until an hour after the first one. Then all instances have this version.
  for (const found of [["1"], ["1"], []]) {
    await storeFormerWords();
    await updateStoredWordsTwice();
    expect(await find("किताब")).toEqual(found);
    await pool().query("update installation set created_at = created_at - interval '61 minutes'");
  }
});

test("matches nothing for agents whose transcript is off", async () => {
  const { actor, agent, find, everywhere } = await setup();
  const closed = await makeAgent(actor);
  for (const { id } of [agent, closed])
    await seedConversations(actor, id, [{ id: `in-${id}`, turns: [{ user_input: "secret word" }] }]);
  expect((await everywhere("query_type=transcript&query=secret")).ids).toEqual([`in-${agent.id}`]);
  await configureAgent(actor, { id: agent.id, transcript: false });
  expect(await find("secret")).toEqual([]);
  expect((await everywhere("query_type=transcript&query=secret")).ids).toEqual([]);
});

test("finds turns of a live call immediately, and pages by cursor", async () => {
  const { actor, agent, ask, find } = await setup();
  const { token } = await createRuntimeToken(actor, agent.id);
  const sendToRuntime = (path: string, body: object) =>
    call(`/runtime/v1/conversations${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  for (const id of ["a", "b", "c"]) {
    await sendToRuntime("", {
      id,
      environment: "live",
      channel: "VOICE",
      started_at: "2026-09-01T10:00:00Z",
    });
    await sendToRuntime(`/${id}/turns`, { index: 0, user_input: "nothing yet" });
    await sendToRuntime(`/${id}/turns`, { index: 1, user_input: "Refund, please" });
  }
  expect(await find("refund please")).toEqual(["a", "b", "c"]);
  expect(await find("yet refund")).toEqual([]);
  const first = await ask("query_type=transcript&query=refund&limit=2");
  const second = await ask(`query_type=transcript&query=refund&limit=2&cursor=${first.json.cursor}`);
  expect([first.ids, second.ids]).toEqual([["a", "b"], ["c"]]);
  const other = await ask(`query_type=transcript&query=yet&cursor=${first.json.cursor}`);
  expect(other.status).toBe(400);
});

test("samples matching conversations at random, without repeats", async () => {
  const { actor, agent, ask, everywhere } = await setup();
  const other = await makeAgent(actor);
  const ids = Array.from({ length: 30 }, (_, n) => `c${n}`);
  await seedConversations(
    actor,
    agent.id,
    ids.map((id) => ({ id })),
  );
  await seedConversations(actor, other.id, [{ id: "lonely" }]);
  const drawn = new Set<string>();
  // Until each was drawn once. After 400 draws, chance alone misses one in one of 10³⁰ runs.
  for (let draw = 0; draw < 400 && (draw < 10 || drawn.size < ids.length); draw++) {
    const { ids: some, json } = await ask("sample=random&limit=5");
    expect(new Set(some).size).toBe(5);
    expect([json.cursor, json.next_offset]).toEqual([null, undefined]);
    for (const id of some) drawn.add(id);
  }
  expect([...drawn].sort()).toEqual([...ids].sort());
  const orders = await Promise.all(Array.from({ length: 5 }, () => ask("sample=random")));
  expect(new Set(orders.map(({ ids: order }) => order.join())).size).toBeGreaterThan(1);
  expect((await everywhere("sample=random")).ids).toHaveLength(31);
});

test("returns 501 for semantic search and 400 for a query without words", async () => {
  const { ask } = await setup();
  expect(await ask("query_type=semantic&query=x")).toMatchObject({
    status: 501,
    json: { error_code: "NOT_IMPLEMENTED" },
  });
  expect(await ask("query_type=transcript&query=%3F%21")).toMatchObject({
    status: 400,
    json: { error_code: "GET_CONVERSATIONS_FILTER_PARSE_ERROR" },
  });
});
