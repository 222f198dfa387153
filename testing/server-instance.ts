import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { environment } from "@/lib/core/env";
import { buildIfChanged } from "@/lib/server/build";
import { freePort } from "./free-port";
import { HEAP_MIB } from "./heap-limit";
import { TEST_AUTH_SECRET } from "./test-settings";

/** One server process with the production build. */
export interface ServerInstance {
  /** For example, http://127.0.0.1:4321. */
  origin: string;
  /** The origin of `/metrics`. */
  metricsOrigin: string;
  pid: number;
  /** The lines that it has written to standard output and standard error so far. */
  log(): string[];
  /** Sends the signal (SIGTERM by default) and waits for the exit. Returns the exit code, or null if the signal killed it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Kills it, as in a crash. */
  kill(): Promise<void>;
}

interface InstanceOptions {
  /** An existing database; the instance migrates it. */
  databaseUrl: string;
  /** Default: a free port. */
  port?: number;
  /** Additional settings. The instance does not inherit this process's environment. */
  env?: Record<string, string>;
  /** Heap limit in MiB. Default: as with `npm start`. */
  heap?: number;
}

// Kill all instances on exit, so that a failing test leaves no process behind.
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const server of running) server.kill("SIGKILL");
});

let built: Promise<void> | undefined;

/** Builds dist/ and .next/ if the sources have changed. Once per process, so that instances that start concurrently do not race. */
async function build(): Promise<void> {
  const bundle = 'import("./bin/prepare.mjs").then((tools) => tools.ensureBundled())';
  await promisify(execFile)(process.execPath, ["--eval", bundle]);
  await buildIfChanged(() => {}, new AbortController().signal);
}

/**
 * Starts the production server as `npm start` does, and waits until it is ready.
 * @throws Error with its output, if it exits instead
 */
export async function startInstance({
  databaseUrl,
  port,
  env,
  heap = HEAP_MIB,
}: InstanceOptions): Promise<ServerInstance> {
  built ??= build();
  await built;
  const { PATH = "", HOME = "", TMPDIR } = environment();
  const [chosen, metricsPort] = [port ?? (await freePort()), await freePort()];
  const server = spawn(process.execPath, [`--max-old-space-size=${heap}`, "bin/start.mjs"], {
    env: {
      ...{ PATH, HOME, ...(TMPDIR ? { TMPDIR } : {}), NODE_ENV: "production" },
      ...{ DATABASE_URL: databaseUrl, AUTH_SECRET: TEST_AUTH_SECRET },
      ...{ PORT: String(chosen), METRICS_PORT: String(metricsPort) },
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(server, "exit") as Promise<[number | null]>;
  running.add(server);
  server.once("exit", () => running.delete(server));
  const lines: string[] = [];
  const ready = new Promise<void>((resolve) => {
    for (const stream of [server.stdout, server.stderr]) {
      createInterface(stream).on("line", (line) => {
        lines.push(line);
        if (line.includes("is ready at")) resolve();
      });
    }
  });
  await Promise.race([ready, ended]);
  if (server.exitCode !== null) throw new Error(`The server did not start:\n${lines.join("\n")}`);

  const stop = async (signal: NodeJS.Signals = "SIGTERM") => {
    server.kill(signal);
    const [code] = await ended;
    return code;
  };
  return {
    origin: `http://127.0.0.1:${chosen}`,
    metricsOrigin: `http://127.0.0.1:${metricsPort}`,
    pid: server.pid ?? 0,
    log: () => lines,
    stop,
    kill: async () => void (await stop("SIGKILL")),
  };
}
