import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { freePort } from "./free-port";

/** True if this machine has a Redis server; `npm test` installs Debian's if it can. */
export const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;

interface TestRedis {
  url: string;
  process: ChildProcess;
  /** Kills it, as in a crash. */
  kill(): Promise<void>;
}

/** Starts a Redis server without persistence for one test. */
export async function startRedis(port?: number): Promise<TestRedis> {
  const chosen = port ?? (await freePort());
  const server = spawn(
    "redis-server",
    ["--port", String(chosen), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  for await (const chunk of server.stdout) if (String(chunk).includes("Ready to accept")) break;
  server.stdout.resume();
  return {
    url: `redis://127.0.0.1:${chosen}`,
    process: server,
    kill: async () => {
      const ended = once(server, "exit");
      server.kill("SIGKILL");
      await ended;
    },
  };
}
