import { readdirSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { TestCluster } from "@/db/testing-cluster";
import { freePort } from "@/lib/testing/free-port";
import { startInstance } from "@/lib/testing/instances";

test("three instances that start at once on an empty database all become ready, and each migration runs once", async () => {
  const cluster = await TestCluster.make(await freePort());
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
  const applied = await cluster.studio<{ hash: string }>("select hash from drizzle.__drizzle_migrations");
  expect(applied).toHaveLength(migrations.length);
  expect(new Set(applied.map(({ hash }) => hash)).size).toBe(migrations.length);
});
