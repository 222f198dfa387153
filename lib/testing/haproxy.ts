import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "./free-port";

/** Whether this machine has HAProxy; `npm run test:faults` installs Debian's when it may. */
export const hasHaproxy = spawnSync("haproxy", ["-v"]).status === 0;

interface Haproxy {
  /** Where clients reach the backends. */
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
  await writeFile(file, configuration(port, backends, healthPath));
  const proxy = spawn("haproxy", ["-f", file, "-db"], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  proxy.stderr.on("data", (chunk) => {
    said += String(chunk);
  });
  const ended = once(proxy, "exit");
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
      await rm(folder, { recursive: true });
    },
  };
}

const configuration = (port: number, backends: string[], healthPath: string): string => `
global
  maxconn 2000
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend studio
  bind 127.0.0.1:${port}
  default_backend instances
backend instances
  balance leastconn
  option httpchk
  http-check send meth GET uri ${healthPath} ver HTTP/1.1 hdr Host health
  option redispatch
  default-server check inter 500ms fall 1 rise 1
${backends.map((backend, n) => `  server instance${n} ${new URL(backend).host}`).join("\n")}
`;
