import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { environment } from "@/lib/core/env";
import { buildIfChanged } from "@/lib/server/build";
import { freePort } from "./free-port";
import { HEAP_MIB } from "./heap-limit";

/** One server of the product: the production build in a process of its own. */
export interface ServerInstance {
  /** Where it is reached, such as http://127.0.0.1:4321. */
  origin: string;
  /** Where its `/metrics` are. */
  metricsOrigin: string;
  pid: number;
  /** The lines that it has written to standard output and standard error so far. */
  log(): string[];
  /** Sends the signal and waits for the end. Returns the exit code, null when the signal itself ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>;
}

interface InstanceOptions {
  /** A database that exists; the instance migrates it. */
  databaseUrl: string;
  /** One that is free unless told otherwise. */
  port?: number;
  /** More settings; nothing else of this process's own reaches it. */
  env?: Record<string, string>;
  /** What its heap may hold in MiB, where that is not to be as much as with `npm start`. */
  heap?: number;
}

/** Instances that serve one public site sign cookies with one secret. */
const AUTH_SECRET = "a secret that only tests use, 32 characters";

// A test that fails leaves nothing running behind it.
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const server of running) server.kill("SIGKILL");
});

let built: Promise<void> | undefined;

/** Makes dist/ and .next/ what the sources say, once a process, so that instances that start together do not race. */
async function build(): Promise<void> {
  const bundle = 'import("./bin/prepare.mjs").then((tools) => tools.ensureBundled())';
  await promisify(execFile)(process.execPath, ["--eval", bundle]);
  await buildIfChanged(() => {}, new AbortController().signal);
}

/**
 * Starts the production server as `npm start` does and waits until it is ready.
 * @throws Error with what it printed, when it ends instead
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
      ...{ DATABASE_URL: databaseUrl, AUTH_SECRET, PORT: String(chosen), METRICS_PORT: String(metricsPort) },
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
