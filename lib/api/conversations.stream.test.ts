import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { pool, transaction } from "@/db/client/client";
import { settings } from "@/lib/core/env";
import { createHttpServer } from "@/lib/server/http/http-server";
import { prioritizePages } from "@/lib/server/http/page-priority";
import { setupApiClient } from "@/testing/api-server";
import { makeAgent, makeKey, makeWorkspace, seedConversations } from "@/testing/fixtures";
import { sendRawRequest } from "@/testing/raw-http";
import { createRateLimits } from "./http/rate-limit";
import { apiListener } from "./listener";

const call = setupApiClient();
let key: string;
let path: string;
let ids: string[];

// Far larger than what sockets buffer, so that the server waits when the client stops reading.
const COUNT = 300;
const said = "word ".repeat(19_000);

beforeAll(async () => {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  await transaction((tx) => tx.execute(sql`update agents set transcript = true where id = ${agent.id}`));
  ids = Array.from({ length: COUNT }, (_, n) => `CA-${String(n).padStart(4, "0")}`);
  await seedConversations(
    actor,
    agent.id,
    ids.map((id, n) => ({
      id,
      started_at: new Date(Date.UTC(2026, 8, 1) + n * 1000).toISOString(),
      turns: [{ user_input: said, agent_response: `${n}` }],
    })),
  );
  key = (await makeKey(actor)).secret;
  path = `/v3/${actor.slug}/${agent.slug}/conversations`;
});

const idsOf = (response: unknown) =>
  (response as { conversations: { id: string }[] }).conversations.map(({ id }) => id);

test("returns the same conversations in one large page as in small pages", async () => {
  const large = await (await call(`${path}?limit=120`, { key })).json();
  const small = [];
  let cursor = "";
  for (let page = 0; page < 3; page++) {
    const response = await (await call(`${path}?limit=40${cursor}`, { key })).json();
    small.push(...response.conversations);
    cursor = `&cursor=${response.cursor}`;
  }
  expect(large.conversations).toEqual(small);
  expect(`&cursor=${large.cursor}`).toBe(cursor);
  expect(large.next_offset).toBe(120);
  expect(idsOf(await (await call(`${path}?limit=1000${cursor}`, { key })).json())).toEqual(ids.slice(120));
});

test("responds to HEAD for a large page without a body", async () => {
  const response = await call(`${path}?limit=1000`, { key, method: "HEAD" });
  expect(response.status).toBe(200);
  expect(await response.text()).toBe("");
});

test("cancels the statement when the client disconnects", async () => {
  const client = await pool().connect();
  const waiting = async () => {
    const { rows } = await pool().query(
      "select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
    );
    return rows.length;
  };
  try {
    await client.query("begin; lock table conversations in access exclusive mode");
    const controller = new AbortController();
    const pendingRequest = call(`${path}?limit=1000`, { key, signal: controller.signal }).catch(
      (error) => error.name,
    );
    await expect.poll(waiting).toBe(1);
    controller.abort();
    expect(await pendingRequest).toBe("AbortError");
    await expect.poll(waiting).toBe(0);
  } finally {
    await client.query("rollback");
    client.release();
  }
});

test("reads chunks only as the client takes them", async () => {
  const response = await call(`${path}?limit=1000`, { key, streaming: true });
  const reader = response.body?.getReader();
  const first = await reader?.read();
  await transaction((tx) => tx.execute(sql`delete from conversations where id > ${ids[COUNT - 2]}`));
  let text = new TextDecoder().decode(first?.value);
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    text += new TextDecoder().decode(part.value);
  }
  expect(idsOf(JSON.parse(text))).toEqual(ids.slice(0, COUNT - 1));
});

test("closes the connection if a page fails halfway", async () => {
  const response = await call(`${path}?limit=1000`, { key, streaming: true });
  const reader = response.body?.getReader();
  await reader?.read();
  await transaction((tx) => tx.execute(sql`alter table conversations rename to conversations_away`));
  try {
    const rest = async () => {
      for (let part = await reader?.read(); part && !part.done; part = await reader?.read());
    };
    await expect(rest()).rejects.toThrow("terminated");
  } finally {
    await transaction((tx) => tx.execute(sql`alter table conversations_away rename to conversations`));
  }
});

test("streams while a page renders without a listener leak warning", async () => {
  const warned: string[] = [];
  const note = (warning: Error) => warned.push(String(warning));
  process.on("warning", note);
  const pages: ServerResponse[] = [];
  const limits = createRateLimits(settings());
  const prioritized = prioritizePages(apiListener(limits), async (_, response) => pages.push(response));
  const server = createHttpServer((request, response) => {
    // As the metrics do.
    response.once("close", () => {});
    return prioritized[request.url === "/agents" ? "page" : "api"](request, response);
  }).listen(0, "127.0.0.1");
  try {
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const get = (target: string) =>
      sendRawRequest(port, { method: "GET", target, headers: [["x-api-key", key]], body: undefined });
    const page = get("/agents");
    await expect.poll(() => pages.length).toBe(1);
    expect((await get(`${path}?limit=120`)).status).toBe(200);
    pages[0]?.end();
    await page;
    expect(warned).toEqual([]);
  } finally {
    process.off("warning", note);
    server.closeAllConnections();
    server.close();
    limits.close();
  }
});
