import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { HEAP_MIB } from "@/testing/heap-limit";

/** The server as `npm start` runs it. */
export const SERVER_ARGS = [`--max-old-space-size=${HEAP_MIB}`, "bin/start.mjs"];

interface RunningProcess {
  /** The line that reported that the process is ready. */
  line: string;
  pid: number;
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/**
 * Starts a Node script and waits until it prints a line that matches.
 * @throws Error when it ends before that
 */
export async function startProcess(
  args: string[],
  ready: RegExp,
  env: Record<string, string> = {},
): Promise<RunningProcess> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, NODE_ENV: "production", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.add(child);
  const line = await new Promise<string>((resolve, reject) => {
    let printed = "";
    child.stdout.on("data", (chunk) => {
      printed += String(chunk);
      const found = printed.split("\n").find((candidate) => ready.test(candidate));
      if (found !== undefined) resolve(found);
    });
    child.once("exit", (code) => reject(new Error(`${args.join(" ")} ended with ${code}: ${printed}`)));
  });
  return {
    line,
    pid: child.pid ?? 0,
    stop: async () => {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
      running.delete(child);
    },
  };
}

/** Runs a script with a JSON value as input, and parses its output as JSON. */
export async function runJsonProcess<T>(args: string[], input: unknown): Promise<T> {
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  running.add(child);
  child.stdin.end(JSON.stringify(input));
  let printed = "";
  child.stdout.on("data", (chunk) => {
    printed += String(chunk);
  });
  const [code] = await once(child, "close");
  running.delete(child);
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}.`);
  return JSON.parse(printed);
}
