import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "playwright/test"; // No page is opened, so there is none to audit.
import { freePort } from "@/testing/free-port";
import {
  cleanUpServers,
  createDataDir,
  startServerProcess,
  stopServerProcess,
} from "../support/server-process";

const run = promisify(execFile);
test.afterEach(cleanUpServers);

interface Events {
  events: { data: string; seq: number }[];
  next: number;
}

test("recovers all saved data on the next start after kill -9", { tag: "@full" }, async () => {
  const data = await createDataDir();
  const port = await freePort();
  const killed = await startServerProcess(data, port);
  expect(killed.startupOutput).toContain("Filling the sample workspace");
  await stopServerProcess(killed, "SIGKILL");

  const restarted = await startServerProcess(data, port);
  expect((await fetch(`${restarted.baseUrl}/readyz`)).status).toBe(200);
  // The sample exists already and is not created twice.
  expect(restarted.startupOutput).not.toContain("Filling the sample workspace");
  expect(restarted.startupOutput).toContain("/setup#");
  expect(await stopServerProcess(restarted, "SIGINT"), "the exit code after Ctrl-C").toBe(0);
});

test("an event acknowledged with 201 is delivered after the runtime was offline and the server was killed", {
  tag: "@full",
}, async () => {
  test.setTimeout(180_000);
  const data = await createDataDir();
  const port = await freePort();
  let server = await startServerProcess(data, port);
  const studio = async (...args: string[]) => {
    const env = { ...process.env, STUDIO_DATA: data, PORT: String(port) };
    const { stdout } = await run(process.execPath, ["bin/studio.mjs", ...args, "--json"], { env });
    return JSON.parse(stdout);
  };
  const workspace = ["--workspace", "harbour-hotels"];
  const { token } = await studio("agent", "token", ...workspace, "--agent", "front-desk-uk");
  const { key } = await studio(
    ...["key", "create", ...workspace, "--name", "provider", "--agents", "all"],
    ...["--permissions", "external_events", "--expires", "1d"],
  );

  const runtime = async (path: string, body?: object) => {
    const response = await fetch(`${server.baseUrl}/runtime/v1/conversations${path}`, {
      method: body ? "POST" : "GET",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: body && JSON.stringify(body),
    });
    return response.json();
  };
  await runtime("", { id: "CA-kill", environment: "live", channel: "VOICE-SIP" });
  const { event_id } = await runtime("/CA-kill/external-events", { send_to_llm: true });
  const post = async (n: number): Promise<number> => {
    const query = new URLSearchParams({
      account_id: "harbour-hotels",
      project_id: "front-desk-uk",
      event_id_location: "headers",
      event_id_path: "x-event-id",
    });
    const response = await fetch(`${server.baseUrl}/v1/external-events/webhook?${query}`, {
      method: "POST",
      headers: { "x-api-key": key, "x-event-id": event_id, "content-type": "application/json" },
      body: JSON.stringify({ n }),
    });
    return response.status;
  };

  // The runtime reads one event and goes offline. The rest arrive while it does not poll, until the server is killed.
  expect(await post(0)).toBe(201);
  const seen: Events = await runtime("/CA-kill/external-events?after=0&wait=5");
  expect(seen.events.map(({ data }) => data)).toEqual(['{"n":0}']);
  const acknowledged: string[] = [];
  let killed: Promise<number | null> | undefined;
  const senders = Array.from({ length: 8 }, async (_, sender) => {
    for (let n = 1; ; n++) {
      const body = sender * 10_000 + n;
      const status = await post(body).catch(() => 0);
      if (status !== 201) return;
      acknowledged.push(`{"n":${body}}`);
      if (acknowledged.length === 100) killed = stopServerProcess(server, "SIGKILL");
    }
  });
  await Promise.all(senders);
  await killed;
  expect(acknowledged.length).toBeGreaterThanOrEqual(100);

  server = await startServerProcess(data, port);
  const received: string[] = [];
  let last = seen.next;
  for (;;) {
    const page: Events = await runtime(`/CA-kill/external-events?after=${last}`);
    if (page.events.length === 0) break;
    for (const { data, seq } of page.events) {
      expect(seq).toBeGreaterThan(last);
      last = seq;
      received.push(data);
    }
  }
  expect(new Set(received).size).toBe(received.length);
  expect(acknowledged.filter((body) => !received.includes(body))).toEqual([]);
  expect(await stopServerProcess(server, "SIGTERM")).toBe(0);
});
