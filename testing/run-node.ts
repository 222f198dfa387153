import { spawn } from "node:child_process";
import { environment } from "@/lib/core/env";

interface ProcessResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The bundles of entry points, as production runs them: they start in a third of the time. testing/bundle-setup.ts makes them. */
const BUNDLES: Record<string, string> = {
  "server.ts": "dist/server.js",
  "lib/cli/main.ts": "dist/studio.js",
};

/** Runs an entry point or a script in a separate process, without this process's environment. */
export function runNode(
  args: string[],
  options: { env?: Record<string, string>; input?: string | Buffer } = {},
): Promise<ProcessResult> {
  const { PATH = "", HOME = "", TMPDIR } = environment();
  const [script = "", ...rest] = args;
  const bundle = BUNDLES[script];
  const child = spawn(process.execPath, bundle ? [bundle, ...rest] : ["--import", "tsx", ...args], {
    env: { PATH, HOME, ...(TMPDIR ? { TMPDIR } : {}), NODE_ENV: "production", ...options.env },
  });
  const outcome: ProcessResult = { code: null, stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    outcome.stdout += String(chunk);
  });
  child.stderr.on("data", (chunk) => {
    outcome.stderr += String(chunk);
  });
  child.stdin.on("error", () => {
    // A command that does not read its input may exit before it is written.
  });
  child.stdin.end(options.input ?? "");
  return new Promise((resolve) => child.on("close", (code) => resolve({ ...outcome, code })));
}
