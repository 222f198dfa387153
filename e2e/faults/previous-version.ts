import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { freePort } from "@/testing/free-port";
import { TEST_AUTH_SECRET } from "@/testing/test-settings";

/** The code before the newest migrations, from this repository's Git history. */
export interface PreviousVersion {
  commit: string;
  dir: string;
  remove(): void;
}

const git = (...args: string[]) => spawnSync("git", args, { encoding: "utf8", maxBuffer: 2 ** 28 });

/** The migrations of a commit, each with the hash of its content, because branches may have different ones with one number. */
const migrationsAt = (commit: string): string[] =>
  [...git("ls-tree", commit, "db/migrations/").stdout.matchAll(/ blob (\w+)\t(\S+\.sql)$/gm)].map(
    ([, hash, file]) => `${hash} ${file}`,
  );

/** The latest commit that has only some of the current migrations, starting from the first. */
function findPreviousCommit(): string | undefined {
  const ours = readdirSync("db/migrations")
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => `${git("hash-object", `db/migrations/${file}`).stdout.trim()} db/migrations/${file}`);
  const commits = git("log", "--format=%H").stdout.split("\n").filter(Boolean);
  return commits.find((commit) => {
    const theirs = migrationsAt(commit);
    return 0 < theirs.length && theirs.length < ours.length && theirs.every((one, n) => one === ours[n]);
  });
}

/** Extracts the previous version; undefined if there is no Git history, or if it does not go back far enough. */
export function checkoutPreviousVersion(): PreviousVersion | undefined {
  const commit = findPreviousCommit();
  if (!commit) return undefined;
  // Inside this project, so that its packages resolve here. No build reads dist/ as source.
  mkdirSync("dist", { recursive: true });
  const dir = mkdtempSync(path.resolve("dist/previous-"));
  const unpacked = spawnSync("sh", ["-c", 'git archive "$1" | tar -x -C "$2"', "sh", commit, dir]);
  if (unpacked.status !== 0) throw new Error(`git archive: ${unpacked.stderr}`);
  return { commit, dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

const previousEnv = (databaseUrl: string, more: Record<string, string> = {}) => {
  const { PATH = "", HOME = "", TMPDIR } = process.env;
  return {
    ...{ PATH, HOME, ...(TMPDIR ? { TMPDIR } : {}), DATABASE_URL: databaseUrl },
    ...{ AUTH_SECRET: TEST_AUTH_SECRET, ...more },
  };
};

/** The entry point of the command line, at the same path in all versions. */
const CLI_ENTRY_POINT = "lib/cli/main.ts";

/** Runs a command of the previous version and returns its JSON output. */
export async function runPreviousCli(
  { dir }: PreviousVersion,
  databaseUrl: string,
  args: string[],
): Promise<Record<string, unknown>> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", CLI_ENTRY_POINT, ...args, "--json"],
    { cwd: dir, env: { ...previousEnv(databaseUrl), NODE_ENV: "production" } },
  );
  return JSON.parse(stdout);
}

/**
 * Starts the previous version's server from its sources. Only its API is usable, because its pages are not built.
 * @throws Error with its output, if it exits instead
 */
export async function startPreviousServer({ dir }: PreviousVersion, databaseUrl: string) {
  const port = await freePort();
  const env = previousEnv(databaseUrl, { PORT: String(port), NEXT_TELEMETRY_DISABLED: "1" });
  const server = spawn(process.execPath, ["--import", "tsx", "server.ts", "--dev"], {
    cwd: dir,
    env: { ...env, NODE_ENV: "development" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const kill = () => server.kill("SIGKILL");
  process.once("exit", kill);
  const ended = once(server, "exit") as Promise<[number | null]>;
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
  if (server.exitCode !== null) throw new Error(`The previous version did not start:\n${lines.join("\n")}`);
  return {
    origin: `http://127.0.0.1:${port}`,
    /** Stops it with SIGTERM and returns its exit code. */
    stop: async () => {
      server.kill("SIGTERM");
      const [code] = await ended;
      process.off("exit", kill);
      return code;
    },
  };
}
