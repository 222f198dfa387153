import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { TestCluster } from "@/db/testing-cluster";
import { freePort } from "@/lib/testing/free-port";
import { startInstance } from "@/lib/testing/instances";

test("three instances that start at once on an empty database all become ready, and each migration runs once", async () => {
  const cluster = await TestCluster.make(await freePort());
  const instances = await Promise.all(
    Array.from({ length: 3 }, () => startInstance({ databaseUrl: cluster.url() })),
  );
  for (const { origin } of instances) expect((await fetch(`${origin}/readyz`)).status).toBe(200);
  const migrations = readdirSync("db/migrations").filter((file) => file.endsWith(".sql"));
  const applied = await cluster.studio<{ hash: string }>("select hash from drizzle.__drizzle_migrations");
  expect(applied).toHaveLength(migrations.length);
  expect(new Set(applied.map(({ hash }) => hash)).size).toBe(migrations.length);
  for (const instance of instances) expect(await instance.stop()).toBe(0);
  await cluster.remove();
});
