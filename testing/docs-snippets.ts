import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll } from "vitest";
import { environment } from "@/lib/core/env";

export const runFile = promisify(execFile);
const root = process.cwd();

interface Snippet {
  language: string;
  code: string;
}

/**
 * The fenced code blocks of a page, in order.
 * @param origin replaces `http://localhost:3000`
 */
export async function readSnippets(
  page: string,
  language?: string,
  origin = "http://localhost:3000",
): Promise<Snippet[]> {
  const text = await readFile(page, "utf8");
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)]
    .map(([, language = "", code = ""]) => ({
      language,
      code: code.replaceAll("http://localhost:3000", origin),
    }))
    .filter((snippet) => language === undefined || snippet.language === language);
}

// A failed command or an unsuccessful response fails the whole script. The command line runs from its source, and packages
// come from this project; a test compares their versions with those that the pages name.
const STRICT = `set -euo pipefail
curl() { command curl --silent --show-error --fail-with-body "$@"; }
npx() { "${root}/node_modules/.bin/$@"; }
npm() {
  case "$1" in
    install) ;;
    run) shift 4; (cd "${root}"; node --import tsx lib/cli/main.ts "$@") ;;
    *) command npm "$@" > /dev/null ;;
  esac
}
`;

interface SnippetRunner {
  /** An empty folder inside the project, so that imports find its node_modules. */
  folder: string;
  /** Environment variables of the commands. */
  env: Record<string, string>;
  /** Runs a program and returns its standard output. */
  output(command: string, args: string[], cwd?: string): Promise<string>;
  /** Runs a bash script, which stops at the first error, and returns its standard output. */
  shell(code: string, cwd?: string): Promise<string>;
}

/** Prepares a folder in which a test file runs snippets. Its return value works once tests run. */
export function setupSnippetRunner(): SnippetRunner {
  const runner: SnippetRunner = {
    folder: "",
    env: {},
    output: async (command, args, cwd = runner.folder) => {
      const { PATH = "", HOME = "" } = environment();
      const env = { PATH, HOME, NODE_ENV: "test" as const, INIT_CWD: cwd, ...runner.env };
      const { stdout } = await runFile(command, args, { cwd, env });
      return stdout;
    },
    shell: (code, cwd) => runner.output("bash", ["-c", STRICT + code], cwd),
  };
  beforeAll(async () => {
    const cache = path.resolve("node_modules/.cache");
    await mkdir(cache, { recursive: true });
    runner.folder = await mkdtemp(path.join(cache, "docs-snippets-"));
  });
  afterAll(() => rm(runner.folder, { recursive: true, force: true }));
  return runner;
}
