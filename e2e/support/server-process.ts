import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { acquireEmbedded } from "@/db/embedded/server";

interface ServerProcess {
  baseUrl: string;
  /** Its standard output until it was ready. */
  startupOutput: string;
  /** Everything that it has written so far, to standard output and standard error. */
  output: () => string;
  process: ChildProcess;
}

// What the current test has started and created, so that a failed test leaves nothing behind.
const running = new Set<ChildProcess>();
const dataDirs = new Set<string>();

/** Stops the servers that a test left running and deletes its data folders. For `test.afterEach`. */
export async function cleanUpServers(): Promise<void> {
  await Promise.all([...running].map((server) => stopProcess(server, "SIGTERM")));
  for (const data of dataDirs) {
    // A killed server leaves its database running; the last process to release it stops it.
    if (isDatabaseRunning(data)) await (await acquireEmbedded({ dataDir: data, report: () => {} })).release();
    await rm(data, { recursive: true, force: true });
  }
  dataDirs.clear();
}

/** Creates an empty data folder. Under root, the database runs as another user, who must be able to enter. */
export async function createDataDir(): Promise<string> {
  const data = await mkdtemp(path.join(tmpdir(), "agent-studio-own-"));
  dataDirs.add(data);
  await chmod(data, 0o755);
  return data;
}

/** Whether the embedded database of a data folder is running, or was killed. */
export const isDatabaseRunning = (data: string) => existsSync(path.join(data, "postgres/postmaster.pid"));

/** Starts the product as `npm start` does, and passes its standard error on. */
export function spawnServer(data: string, port: number, settings: Record<string, string> = {}) {
  const server = spawn(process.execPath, ["bin/start.mjs"], {
    env: { ...process.env, ...settings, PORT: String(port), STUDIO_DATA: data },
    stdio: ["ignore", "pipe", "pipe"],
  });
  server.stderr.on("data", (chunk) => process.stderr.write(chunk));
  running.add(server);
  server.once("exit", () => running.delete(server));
  return server;
}

/** Starts the product as `npm start` does and waits until it is ready. */
export async function startServerProcess(
  data: string,
  port: number,
  settings: Record<string, string> = {},
): Promise<ServerProcess> {
  const server = spawnServer(data, port, settings);
  let startupOutput = "";
  let written = "";
  server.stderr.on("data", (chunk) => {
    written += String(chunk);
  });
  await new Promise<void>((resolve) => {
    server.stdout.on("data", (chunk) => {
      startupOutput += String(chunk);
      written += String(chunk);
      if (startupOutput.includes("is ready at")) resolve();
    });
    server.on("exit", () => resolve());
  });
  return { baseUrl: `http://localhost:${port}`, startupOutput, output: () => written, process: server };
}

/** Sends the signal and waits for the exit. Returns the exit code, null after a kill. */
export const stopServerProcess = (server: ServerProcess, signal: NodeJS.Signals): Promise<number | null> =>
  stopProcess(server.process, signal);

async function stopProcess(server: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const ended = once(server, "exit");
  server.kill(signal);
  const [code] = await ended;
  return code;
}
