import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "./free-port";

/** Whether this machine has HAProxy; `npm run test:faults` installs Debian's when it may. */
export const hasHaproxy = spawnSync("haproxy", ["-v"]).status === 0;

interface Haproxy {
  /** Where clients reach the backends. Each answer says in X-Served-By by which, counted from 0. */
  origin: string;
  stop(): Promise<void>;
}

/**
 * HAProxy on loopback before backends that it asks for their health, in a folder of its own.
 * @param backends origins, such as http://127.0.0.1:4321
 * @param healthPath what it asks each backend; one that does not answer 200 gets no requests
 * @throws Error with what HAProxy said, when it does not stay up
 */
export async function startHaproxy({
  backends,
  healthPath,
}: {
  backends: string[];
  healthPath: string;
}): Promise<Haproxy> {
  const folder = await mkdtemp(path.join(tmpdir(), "agent-studio-haproxy-"));
  const port = await freePort();
  const file = path.join(folder, "haproxy.cfg");
  await writeFile(file, await configuration(port, backends, healthPath));
  const proxy = spawn("haproxy", ["-f", file, "-db"], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  proxy.stderr.on("data", (chunk) => {
    said += String(chunk);
  });
  const ended = once(proxy, "exit");
  const kill = () => proxy.kill("SIGKILL");
  process.once("exit", kill);
  const origin = `http://127.0.0.1:${port}`;
  // It answers by itself, 503, until a backend is known to be healthy.
  while ((await fetch(origin + healthPath).catch(() => undefined))?.status !== 200) {
    if (proxy.exitCode !== null) throw new Error(`HAProxy does not run:\n${said}`);
    await delay(20);
  }
  return {
    origin,
    stop: async () => {
      proxy.kill("SIGTERM");
      await ended;
      process.off("exit", kill);
      await rm(folder, { recursive: true });
    },
  };
}

/** The configuration of docs/operations.md, so that it is one that works. */
async function configuration(port: number, backends: string[], healthPath: string): Promise<string> {
  const page = await readFile("docs/operations.md", "utf8");
  const [, documented = ""] = /```haproxy\n([\s\S]*?)```/.exec(page) ?? [];
  const servers = backends.map((backend, n) => `  server ${n} ${new URL(backend).host}`);
  return documented
    .replace(/bind .*/, `bind 127.0.0.1:${port}`)
    .replace("/readyz", healthPath)
    .replace(/( {2}server .*\n)+/, `  http-response set-header X-Served-By %s\n${servers.join("\n")}\n`);
}
