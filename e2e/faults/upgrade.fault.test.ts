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
  if (!previous) return skip("There is no history here to take the previous version from.");
  const cluster = await TestCluster.create(await freePort());
  onTestFinished(async () => {
    await cluster.remove();
    previous.remove();
  });
  await annotate(`the previous version is ${previous.commit}`);
  // Its start makes the tables; its command line does not.
  const server = await startPreviousServer(previous, cluster.url());
  const studio = (...args: string[]) => runPreviousCli(previous, cluster.url(), args);
  await studio("workspace", "create", "--name", "Acme");
  const agent = await studio("agent", "create", "--workspace", "acme", "--name", "Front desk");
  const ofAgent = ["--workspace", "acme", "--agent", String(agent.slug)];
  await studio("agent", "configure", ...ofAgent, "--metrics", "all", "--transcript", "on");
  const { token } = await studio("agent", "token", ...ofAgent);
  const key = ["key", "create", "--workspace", "acme", "--agents", "all", "--expires", "1d"];
  const all = "conversations,handoff,external_events";
  const { key: secret } = await studio(...key, "--permissions", all, "--name", "before");
  const { done, call } = createApiExerciser(
    server.origin,
    `acme/${agent.slug}`,
    String(token),
    String(secret),
  );

  // Statements are prepared before the migration and run again after it.
  await call("before");
  let over = false;
  const calls = (async () => {
    for (let n = 0; !over; n++) await call(`during-${n}`);
  })();
  await migrateDatabase({ connectionString: cluster.url() }, process.cwd());
  over = true;
  await calls;
  await call("after");
  await studio(...key, "--permissions", all, "--name", "after");
  expect((await studio("key", "list", "--workspace", "acme")).keys).toHaveLength(2);
  expect(await server.stop()).toBe(0);
  expect(await cluster.queryStudio("select count(*)::int as n from api_requests")).toEqual([
    { n: done.withKey },
  ]);
  expect(done.calls).toBeGreaterThan(2);
});

/** A client that uses the whole API in one call, every answer as it should be. */
function createApiExerciser(origin: string, place: string, token: string, secret: string) {
  const done = { calls: 0, withKey: 0 };
  const ask = async (address: string, method: string, headers: Record<string, string>, body?: object) => {
    const answer = await fetch(origin + address, {
      method,
      headers: { ...headers, "content-type": "application/json" },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${address} was answered with ${answer.status}: ${text}`);
    return text;
  };
  const tell = (path: string, body: object, method = "POST") =>
    ask(`/runtime/v1/conversations${path}`, method, { authorization: `Bearer ${token}` }, body);
  const read = (address: string, method = "GET", more = {}, body?: object) => {
    done.withKey++;
    return ask(address, method, { "x-api-key": secret, ...more }, body);
  };
  const call = async (id: string) => {
    await tell("", { id, environment: "live", channel: "CHAT" });
    await tell(`/${id}/turns`, { index: 0, user_input: `Hello from ${id}`, agent_response: "Yes?" });
    await tell(`/${id}/state`, { at: id }, "PATCH");
    await tell(`/${id}/metrics`, { name: "MOOD", value: "good" });
    await tell(`/${id}/handoff`, { destination: "accounts", reason: "asked", data: { id } });
    const { event_id } = JSON.parse(await tell(`/${id}/external-events`, { send_to_llm: true }));
    const [account, project] = place.split("/");
    const webhook = `/v1/external-events/webhook?account_id=${account}&project_id=${project}&event_id_location=headers&event_id_path=x-event`;
    await read(webhook, "POST", { "x-event": event_id }, { paid: id });
    const events = await ask(`/runtime/v1/conversations/${id}/external-events`, "GET", {
      authorization: `Bearer ${token}`,
    });
    expect(JSON.parse(events).events).toMatchObject([{ data: JSON.stringify({ paid: id }) }]);
    expect(await read(`/v1/${place}/handoff_state?id=${id}`)).toContain(id);
    await tell(`/${id}/end`, {});
    expect(await read(`/v3/${place}/conversations?limit=1000`)).toContain(`Hello from ${id}`);
    done.calls++;
  };
  return { done, call };
}
