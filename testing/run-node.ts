import { spawn } from "node:child_process";
import { environment } from "@/lib/core/env";

interface ProcessResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a TypeScript entry point in a separate process, without this process's environment. */
export function runNode(
  args: string[],
  options: { env?: Record<string, string>; input?: string | Buffer } = {},
): Promise<ProcessResult> {
  const { PATH = "", HOME = "", TMPDIR } = environment();
  const child = spawn(process.execPath, ["--import", "tsx", ...args], {
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
