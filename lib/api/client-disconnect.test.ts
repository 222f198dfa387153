import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { pool } from "@/db/client/client";
import { log } from "@/lib/core/log";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { requestLog } from "@/lib/features/usage/request-log";
import { setupApiClient, setupApiServer } from "@/testing/api-server";
import { makeAgent, makeKey, makeWorkspace } from "@/testing/fixtures";

// Every request is in the request log, even if its connection closes before the client reads the response.

const api = setupApiServer();
const call = setupApiClient();
let actor: Awaited<ReturnType<typeof makeWorkspace>>;
let agent: Awaited<ReturnType<typeof makeAgent>>;
let token: string;
beforeAll(async () => {
  actor = await makeWorkspace();
  agent = await makeAgent(actor);
  token = (await createRuntimeToken(actor, agent.id)).token;
});

async function openSocket(): Promise<Socket> {
  const socket = connect(api().port, "127.0.0.1").on("error", () => {});
  onTestFinished(() => void socket.destroy());
  await once(socket, "connect");
  return socket;
}

/** The logged statuses of a key's requests. */
async function loggedStatuses(keyId: string): Promise<number[]> {
  await requestLog.flush();
  const { rows } = await pool().query("select status from api_requests where key_id = $1", [keyId]);
  return rows.map(({ status }) => status);
}

async function runtime(path: string, body: object): Promise<{ event_id: string }> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const response = await call(`/runtime/v1/conversations${path}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  return response.json();
}

test("logs stored events whose responses are never read", async () => {
  const error = vi.spyOn(log(), "error");
  const { key, secret } = await makeKey(actor, { permissions: ["external_events"] });
  for (const id of ["CA1", "CA2"]) await runtime("", { id, environment: "live", channel: "VOICE" });
  const { event_id } = await runtime("/CA1/external-events", {});
  const events = Array.from({ length: 5 }, (_, n) => {
    const where = `account_id=${actor.slug}&project_id=${agent.slug}&event_id_location=querystring&event_id_path=e&e=${event_id}`;
    const head = `POST /v1/external-events/webhook?${where} HTTP/1.1\r\nHost: h\r\nx-api-key: ${secret}\r\n`;
    return `${head}Content-Type: text/plain\r\nContent-Length: 1\r\n\r\n${n}`;
  });
  const wait = `GET /runtime/v1/conversations/CA2/external-events?wait=30 HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${token}\r\n\r\n`;
  const socket = await openSocket();
  socket.write(wait + events.join(""));
  const stored = async () =>
    (await pool().query("select from external_events where conversation_id = 'CA1'")).rowCount;
  await expect.poll(stored).toBe(5);
  socket.destroy();
  await expect.poll(() => loggedStatuses(key.id)).toEqual([201, 201, 201, 201, 201]);
  expect(error).not.toHaveBeenCalled();
});

test.each([
  ["a request", "limit=10"],
  ["a request whose statement is canceled", "limit=1000"],
])("logs %s with a new key even if the client disconnects early", async (_, query) => {
  const { key, secret } = await makeKey(actor, { permissions: ["conversations"] });
  const holder = await pool().connect();
  const waiting = async () =>
    (
      await pool().query(
        "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      )
    ).rowCount;
  try {
    await holder.query("begin; lock table api_keys in access exclusive mode");
    const socket = await openSocket();
    socket.write(
      `GET /v3/${actor.slug}/${agent.slug}/conversations?${query} HTTP/1.1\r\nHost: h\r\nx-api-key: ${secret}\r\n\r\n`,
    );
    await expect.poll(waiting).toBe(1);
    socket.resetAndDestroy();
    await once(socket, "close");
    // These are handled after the reset, on the same thread.
    for (let n = 0; n < 3; n++) await call("/healthz");
  } finally {
    await holder.query("rollback");
    holder.release();
  }
  await expect.poll(() => loggedStatuses(key.id)).toEqual([499]);
});
