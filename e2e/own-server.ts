import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

interface OwnServer {
  base: string;
  /** What it printed until it was ready. */
  printed: string;
  /** Everything that it has written so far, logs and complaints too. */
  written: () => string;
  process: ChildProcess;
}

/** An empty data folder. Under root the database runs as somebody else, who must be able to enter. */
export async function emptyData(): Promise<string> {
  const data = await mkdtemp(path.join(tmpdir(), "agent-studio-own-"));
  await chmod(data, 0o755);
  return data;
}

/** Whether the embedded database of a data folder runs, or was never stopped. */
export const databaseRuns = (data: string) => existsSync(path.join(data, "postgres/postmaster.pid"));

/** Starts the product as `npm start` does and waits until it says that it is ready. */
export async function startOwnServer(
  data: string,
  port: number,
  settings: Record<string, string> = {},
): Promise<OwnServer> {
  const server = spawn(process.execPath, ["bin/start.mjs"], {
    env: { ...process.env, ...settings, PORT: String(port), STUDIO_DATA: data },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  let written = "";
  server.stderr.on("data", (chunk) => {
    written += String(chunk);
    process.stderr.write(chunk);
  });
  await new Promise<void>((resolve) => {
    server.stdout.on("data", (chunk) => {
      printed += String(chunk);
      written += String(chunk);
      if (printed.includes("is ready at")) resolve();
    });
    server.on("exit", () => resolve());
  });
  return { base: `http://localhost:${port}`, printed, written: () => written, process: server };
}

/** Sends the signal and waits for the end. Returns the exit code, null after a kill. */
export async function stopOwnServer(server: OwnServer, signal: NodeJS.Signals): Promise<number | null> {
  const ended = once(server.process, "exit");
  server.process.kill(signal);
  const [code] = await ended;
  return code;
}
