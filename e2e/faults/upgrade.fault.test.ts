import { readdirSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { migrateDatabase } from "@/db/migrate";
import { freePort } from "@/testing/free-port";
import { TestCluster } from "@/testing/postgres-cluster";
import { startInstance } from "@/testing/server-instance";
import { checkoutPreviousVersion, runPreviousCli, startPreviousServer } from "./previous-version";

test("three instances that start concurrently on an empty database become ready, and each migration runs once", async () => {
  const cluster = await TestCluster.create(await freePort());
  const starting = Array.from({ length: 3 }, () => startInstance({ databaseUrl: cluster.url() }));
  onTestFinished(async () => {
    for (const started of await Promise.allSettled(starting)) {
      if (started.status === "fulfilled") await started.value.stop();
    }
    await cluster.remove();
  });
  const instances = await Promise.all(starting);
  for (const { origin } of instances) expect((await fetch(`${origin}/readyz`)).status).toBe(200);
  const migrations = readdirSync("db/migrations").filter((file) => file.endsWith(".sql"));
  const applied = await cluster.queryStudio<{ hash: string }>(
    "select hash from drizzle.__drizzle_migrations",
  );
  expect(applied).toHaveLength(migrations.length);
  expect(new Set(applied.map(({ hash }) => hash)).size).toBe(migrations.length);
});

test("the previous version's server and commands keep working during and after the newest migrations", async ({
  skip,
  annotate,
}) => {
  const previous = checkoutPreviousVersion();
  if (!previous) return skip("The Git history does not contain the previous version.");
  const cluster = await TestCluster.create(await freePort());
  onTestFinished(async () => {
    await cluster.remove();
    previous.remove();
  });
  await annotate(`the previous version is ${previous.commit}`);
  // Only its server creates the tables; its command line does not.
  const server = await startPreviousServer(previous, cluster.url());
  const studio = (...args: string[]) => runPreviousCli(previous, cluster.url(), args);
  await studio("workspace", "create", "--name", "Acme");
  const agent = await studio("agent", "create", "--workspace", "acme", "--name", "Front desk");
  const ofAgent = ["--workspace", "acme", "--agent", String(agent.slug)];
  await studio("agent", "configure", ...ofAgent, "--metrics", "all", "--transcript", "on");
  const { token } = await studio("agent", "token", ...ofAgent);
  const key = ["key", "create", "--workspace", "acme", "--agents", "all", "--expires", "1d"];
  const permissions = "conversations,handoff,external_events";
  const { key: secret } = await studio(...key, "--permissions", permissions, "--name", "before");
  const { done, call } = createApiExerciser(
    server.origin,
    `acme/${agent.slug}`,
    String(token),
    String(secret),
  );

  // Prepared statements from before the migration must still work after it.
  await call("before");
  let over = false;
  const calls = (async () => {
    for (let n = 0; !over; n++) await call(`during-${n}`);
  })();
  await migrateDatabase({ connectionString: cluster.url() }, process.cwd());
  over = true;
  await calls;
  await call("after");
  await studio(...key, "--permissions", permissions, "--name", "after");
  expect((await studio("key", "list", "--workspace", "acme")).keys).toHaveLength(2);
  expect(await server.stop()).toBe(0);
  expect(await cluster.queryStudio("select count(*)::int as n from api_requests")).toEqual([
    { n: done.withKey },
  ]);
  expect(done.calls).toBeGreaterThan(2);
});

/** A client that makes a call and uses all API endpoints for it. Throws on an unexpected response. */
function createApiExerciser(origin: string, agentPath: string, token: string, secret: string) {
  const done = { calls: 0, withKey: 0 };
  const send = async (path: string, method: string, headers: Record<string, string>, body?: object) => {
    const response = await fetch(origin + path, {
      method,
      headers: { ...headers, "content-type": "application/json" },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} returned ${response.status}: ${text}`);
    return text;
  };
  const runtime = (path: string, body: object, method = "POST") =>
    send(`/runtime/v1/conversations${path}`, method, { authorization: `Bearer ${token}` }, body);
  const api = (path: string, method = "GET", more = {}, body?: object) => {
    done.withKey++;
    return send(path, method, { "x-api-key": secret, ...more }, body);
  };
  const call = async (id: string) => {
    await runtime("", { id, environment: "live", channel: "CHAT" });
    await runtime(`/${id}/turns`, { index: 0, user_input: `Hello from ${id}`, agent_response: "Yes?" });
    await runtime(`/${id}/state`, { at: id }, "PATCH");
    await runtime(`/${id}/metrics`, { name: "MOOD", value: "good" });
    await runtime(`/${id}/handoff`, { destination: "accounts", reason: "asked", data: { id } });
    const { event_id } = JSON.parse(await runtime(`/${id}/external-events`, { send_to_llm: true }));
    const [account, project] = agentPath.split("/");
    const webhook = `/v1/external-events/webhook?account_id=${account}&project_id=${project}&event_id_location=headers&event_id_path=x-event`;
    await api(webhook, "POST", { "x-event": event_id }, { paid: id });
    const events = await send(`/runtime/v1/conversations/${id}/external-events`, "GET", {
      authorization: `Bearer ${token}`,
    });
    expect(JSON.parse(events).events).toMatchObject([{ data: JSON.stringify({ paid: id }) }]);
    expect(await api(`/v1/${agentPath}/handoff_state?id=${id}`)).toContain(id);
    await runtime(`/${id}/end`, {});
    expect(await api(`/v3/${agentPath}/conversations?limit=1000`)).toContain(`Hello from ${id}`);
    done.calls++;
  };
  return { done, call };
}
