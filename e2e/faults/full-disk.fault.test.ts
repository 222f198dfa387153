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

// A full disk is a small file system, which only root may mount.
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
    const furnished = await seedWorkspace(cluster.url());
    const clients = createClients(instance.origin, furnished);
    await retryUntilConfirmed(() =>
      clients.runtime("POST", "", { id: "CA1", environment: "live", channel: "CHAT" }),
    );
    const issued = await retryUntilConfirmed(() => clients.runtime("POST", "/CA1/external-events", {}));
    const acknowledged: string[] = [];
    let sent = 0;
    const send = async (): Promise<ConfirmedResponse> => {
      // What could be compressed would need no room.
      const body = JSON.stringify({ n: sent++, long: randomBytes(75_000).toString("base64") });
      const told = await clients.sendEvent(String(issued.json.event_id), body);
      if (told) acknowledged.push(body);
      return told;
    };
    await retryUntilConfirmed(send);

    const ballast = path.join(disk, "ballast");
    spawnSync("dd", ["if=/dev/zero", `of=${ballast}`, "bs=1M"]);
    // The segment of the log that is there still takes some; then PostgreSQL ends itself.
    while (await send()) expect(acknowledged.length).toBeLessThan(2000);
    expect(cluster.log()).toMatch(/PANIC: .*No space left on device/);
    expect((await fetch(`${instance.origin}/healthz`)).status).toBe(200);

    rmSync(ballast);
    // Whoever watches over PostgreSQL starts it, if it has not come back by itself.
    await cluster.restart();
    const ready = async () => (await fetch(`${instance.origin}/readyz`)).status;
    await expect.poll(ready, { timeout: 60_000 }).toBe(200);
    await retryUntilConfirmed(send);
    const stored = await cluster.queryStudio<{ body: string }>(
      "select convert_from(body, 'UTF8') as body from external_events",
    );
    const bodies = new Set(stored.map(({ body }) => body));
    expect(acknowledged.filter((body) => !bodies.has(body))).toEqual([]);
    // Throws when the server has not outlived its database.
    process.kill(instance.pid, 0);
  },
);
