import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "@/testing/free-port";
import { TestCluster } from "@/testing/postgres-cluster";
import { startInstance } from "@/testing/server-instance";
import {
  type ConfirmedResponse,
  createClients,
  retryUntilConfirmed,
  seedWorkspace,
  UNLIMITED_ENV,
} from "./crash-env";

const canMount = process.getuid?.() === 0 && process.platform === "linux";

// Simulates a full disk with a small file system, which only root can mount.
test.skipIf(!canMount)(
  "when PostgreSQL crashes on a full write-ahead log disk, no acknowledged write is lost, and the server recovers once there is space",
  async () => {
    const disk = mkdtempSync(path.join(tmpdir(), "agent-studio-disk-"));
    chmodSync(disk, 0o755);
    expect(spawnSync("mount", ["-t", "tmpfs", "-o", "size=100m,mode=755", "tmpfs", disk]).status).toBe(0);
    onTestFinished(() => {
      spawnSync("umount", ["-l", disk]);
      rmSync(disk, { recursive: true, force: true });
    });
    const cluster = await TestCluster.create(await freePort());
    await cluster.moveWalTo(disk);
    const instance = await startInstance({ databaseUrl: cluster.url(), env: UNLIMITED_ENV });
    onTestFinished(async () => {
      await instance.stop();
      await cluster.remove();
    });
    const seeded = await seedWorkspace(cluster.url());
    const clients = createClients(instance.origin, seeded);
    await retryUntilConfirmed(() =>
      clients.runtime("POST", "", { id: "CA1", environment: "live", channel: "CHAT" }),
    );
    const issued = await retryUntilConfirmed(() => clients.runtime("POST", "/CA1/external-events", {}));
    const acknowledged: string[] = [];
    let sent = 0;
    const send = async (): Promise<ConfirmedResponse> => {
      // Random data, because compressible data would hardly use space.
      const body = JSON.stringify({ n: sent++, long: randomBytes(75_000).toString("base64") });
      const response = await clients.sendEvent(String(issued.json.event_id), body);
      if (response) acknowledged.push(body);
      return response;
    };
    await retryUntilConfirmed(send);

    const ballast = path.join(disk, "ballast");
    spawnSync("dd", ["if=/dev/zero", `of=${ballast}`, "bs=1M"]);
    // The current segment of the log still has space for some writes; then PostgreSQL crashes.
    while (await send()) expect(acknowledged.length).toBeLessThan(2000);
    expect(cluster.log()).toMatch(/PANIC: .*No space left on device/);
    expect((await fetch(`${instance.origin}/healthz`)).status).toBe(200);

    rmSync(ballast);
    // A process manager restarts PostgreSQL, unless it has restarted by itself.
    await cluster.restart();
    const ready = async () => (await fetch(`${instance.origin}/readyz`)).status;
    await expect.poll(ready, { timeout: 60_000 }).toBe(200);
    await retryUntilConfirmed(send);
    const stored = await cluster.queryStudio<{ body: string }>(
      "select convert_from(body, 'UTF8') as body from external_events",
    );
    const bodies = new Set(stored.map(({ body }) => body));
    expect(acknowledged.filter((body) => !bodies.has(body))).toEqual([]);
    // Throws if the server did not survive the crash of its database.
    process.kill(instance.pid, 0);
  },
);
