import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "./free-port";

/** True if this machine has HAProxy; `npm test` installs Debian's if it can. */
export const hasHaproxy = spawnSync("haproxy", ["-v"]).status === 0;

/** True if `startTlsProxy` works on this machine; it also needs openssl. */
export const hasTlsProxy = hasHaproxy && spawnSync("openssl", ["version"]).status === 0;

interface Haproxy {
  /** The proxy's origin. The header X-Served-By of each response has the index of the backend. */
  origin: string;
  stop(): Promise<void>;
}

/**
 * Starts HAProxy as a load balancer with health checks.
 * @param backends origins, such as http://127.0.0.1:4321
 * @param healthPath path of the health check; a backend that does not return 200 receives no requests
 * @throws Error with HAProxy's output, if it exits
 */
export async function startHaproxy({
  backends,
  healthPath,
}: {
  backends: string[];
  healthPath: string;
}): Promise<Haproxy> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  // HAProxy itself returns 503 until a backend is healthy.
  const serves = async () => (await fetch(origin + healthPath).catch(() => undefined))?.status === 200;
  return { origin, stop: await runHaproxy(await backendConfig(port, backends, healthPath), serves) };
}

/**
 * Starts HAProxy in front of a PostgreSQL primary and its standby, with the configuration in docs/operations.md.
 * @param ports the servers' ports on 127.0.0.1
 * @param serves returns true once the primary is reachable through the proxy's port
 */
export async function startPrimaryProxy(
  ports: number[],
  serves: (port: number) => Promise<boolean>,
): Promise<{ port: number; stop(): Promise<void> }> {
  const port = await freePort();
  const servers = ports.map((each, n) => `  server postgresql${n} 127.0.0.1:${each} check`);
  const text = withLocalPorts(await documentedConfig("listen postgresql"), port, servers);
  return { port, stop: await runHaproxy(text, () => serves(port)) };
}

/**
 * Starts HAProxy as a TLS proxy with the configuration in docs/operations.md and a self-signed certificate for localhost.
 * @param backend the server's origin, such as http://127.0.0.1:4321
 * @param port the proxy's port on localhost
 */
export async function startTlsProxy(backend: string, port: number): Promise<{ stop(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "agent-studio-certificate-"));
  const [key, certificate] = [path.join(folder, "key.pem"), path.join(folder, "certificate.pem")];
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"];
  const openssl = spawnSync("openssl", [...request, "-keyout", key, "-out", certificate], {
    encoding: "utf8",
  });
  if (openssl.status !== 0) throw new Error(`openssl did not create a certificate:\n${openssl.stderr}`);
  await appendFile(certificate, await readFile(key));
  const text = (await documentedConfig("frontend keys")).replace(/ssl crt \S+/, `ssl crt ${certificate}`);
  const listens = () =>
    new Promise<boolean>((resolve) => {
      const probe = connect(port, "127.0.0.1", () => resolve(true)).once("error", () => resolve(false));
      probe.once("connect", () => probe.destroy());
    });
  const stop = await runHaproxy(
    withLocalPorts(text, port, [`  server one ${new URL(backend).host}`]),
    listens,
  );
  return { stop: () => stop().finally(() => rm(folder, { recursive: true })) };
}

/** Runs HAProxy with a configuration. Returns a function that stops it. */
async function runHaproxy(configured: string, serves: () => Promise<boolean>): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), "agent-studio-haproxy-"));
  const file = path.join(folder, "haproxy.cfg");
  await writeFile(file, configured);
  const proxy = spawn("haproxy", ["-f", file, "-db"], { stdio: ["ignore", "ignore", "pipe"] });
  let output = "";
  proxy.stderr.on("data", (chunk) => {
    output += String(chunk);
  });
  const ended = once(proxy, "exit");
  const kill = () => proxy.kill("SIGKILL");
  process.once("exit", kill);
  while (!(await serves())) {
    if (proxy.exitCode !== null) throw new Error(`HAProxy exited:\n${output}`);
    await delay(20);
  }
  return async () => {
    proxy.kill("SIGTERM");
    await ended;
    process.off("exit", kill);
    await rm(folder, { recursive: true });
  };
}

async function backendConfig(port: number, backends: string[], healthPath: string): Promise<string> {
  const servers = backends.map((backend, n) => `  server ${n} ${new URL(backend).host}`);
  return withLocalPorts((await documentedConfig("backend instances")).replace("/readyz", healthPath), port, [
    "  http-response set-header X-Served-By %s",
    ...servers,
  ]);
}

/** The configuration with this section in docs/operations.md, so that tests cover the documented configuration. */
async function documentedConfig(heading: string): Promise<string> {
  const page = await readFile("docs/operations.md", "utf8");
  const blocks = [...page.matchAll(/```haproxy\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
  const found = blocks.find((block) => new RegExp(`^${heading}`, "m").test(block));
  if (!found) throw new Error(`docs/operations.md has no HAProxy configuration with "${heading}".`);
  return found;
}

/** Replaces the addresses of a documented configuration with local ports. */
const withLocalPorts = (configured: string, port: number, servers: string[]): string =>
  configured
    .replace(/bind \S+/, `bind 127.0.0.1:${port}`)
    .replace(/(^ {2}server .*\n)+/m, `${servers.join("\n")}\n`);
