import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

interface ServerProcess {
  baseUrl: string;
  /** Its standard output until it was ready. */
  startupOutput: string;
  /** Everything that it has written so far, to standard output and standard error. */
  output: () => string;
  process: ChildProcess;
}

/** Creates an empty data folder. Under root, the database runs as another user, who must be able to enter. */
export async function createDataDir(): Promise<string> {
  const data = await mkdtemp(path.join(tmpdir(), "agent-studio-own-"));
  await chmod(data, 0o755);
  return data;
}

/** Whether the embedded database of a data folder is running, or was killed. */
export const isDatabaseRunning = (data: string) => existsSync(path.join(data, "postgres/postmaster.pid"));

/** Starts the product as `npm start` does and waits until it is ready. */
export async function startServerProcess(
  data: string,
  port: number,
  settings: Record<string, string> = {},
): Promise<ServerProcess> {
  const server = spawn(process.execPath, ["bin/start.mjs"], {
    env: { ...process.env, ...settings, PORT: String(port), STUDIO_DATA: data },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let startupOutput = "";
  let written = "";
  server.stderr.on("data", (chunk) => {
    written += String(chunk);
    process.stderr.write(chunk);
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
export async function stopServerProcess(
  server: ServerProcess,
  signal: NodeJS.Signals,
): Promise<number | null> {
  const ended = once(server.process, "exit");
  server.process.kill(signal);
  const [code] = await ended;
  return code;
}
