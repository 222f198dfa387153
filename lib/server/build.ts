import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { inUseMessage } from "@/bin/serving.mjs";
import { environment } from "@/lib/core/env";
import { StartError } from "./start-error";

/** The files and folders that the built pages depend on. */
const SOURCES = [
  "app",
  "components",
  "db",
  "docs",
  "lib",
  "public",
  "proxy.ts",
  "instrumentation-client.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];
/** Files in these folders that the pages do not contain: tests, and what of the documentation is only in the repository. */
const UNUSED_FILES = /[.]test[.]tsx?$|^docs\/(adr|screenshots)\//;
const STAMP_FILE = ".next/studio-sources";

/**
 * As the first line of a script, it makes Chromium (136 and later) compile all functions in the background while the script
 * loads. Otherwise the main thread compiles them one by one before the page is interactive. Other browsers ignore it.
 */
const EAGER_COMPILE_HINT = "//# allFunctionsCalledOnLoad\n";

/**
 * Builds the pages if their sources changed since the last build.
 * @param stopping stops the build
 * @throws StartError when the build fails, or when another server is serving the pages that it would replace
 */
export async function buildIfChanged(
  report: (message: string) => void,
  stopping: AbortSignal,
): Promise<void> {
  const sources = hashSources();
  if (existsSync(STAMP_FILE) && readFileSync(STAMP_FILE, "utf8") === sources) return;
  const inUse = await inUseMessage("The pages must be rebuilt");
  if (inUse) throw new StartError(inUse);
  report("Building the pages. This takes about a minute after each change.");
  // An interrupted build leaves a mix of two builds, which must not count as the old one.
  try {
    rmSync(STAMP_FILE, { force: true });
  } catch {
    throw new StartError(
      "The pages must be rebuilt, but the folder .next is not writable. Start once as the user who owns it.",
    );
  }
  const code = await new Promise<number | null>((resolve) => {
    const build = spawn(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
      stdio: ["ignore", "inherit", "inherit"],
      signal: stopping,
      env: {
        ...environment(),
        NODE_ENV: "production",
        NEXT_TELEMETRY_DISABLED: "1",
        // By default, Next chooses the build ID and the key at random. Then an instance would not know the server actions of
        // a page that another instance sent, if each built its own. next.config.ts reads SOURCE_HASH.
        SOURCE_HASH: sources,
        NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: actionKey(sources),
      },
    });
    build.on("error", () => resolve(null));
    build.on("exit", resolve);
  });
  if (code !== 0) throw new StartError("Building the pages failed. See the output above.");
  addEagerCompileHint();
  writeFileSync(STAMP_FILE, sources);
}

/**
 * The key that Next hashes into the IDs of server actions. It needs no secrecy: the IDs are public, and Next would encrypt
 * with it only the variables that an inline action closes over. All our actions are exported functions of `actions.ts` files.
 */
const actionKey = (sources: string): string =>
  createHash("sha256").update(`server actions of ${sources}`).digest("base64");

/** Marks the scripts of React and Next, whose functions nearly all run on load. The scripts of single pages do not. */
function addEagerCompileHint(): void {
  const manifest = JSON.parse(readFileSync(".next/build-manifest.json", "utf8"));
  const { rootMainFiles } = z.object({ rootMainFiles: z.array(z.string()) }).parse(manifest);
  for (const file of rootMainFiles.map((name) => path.join(".next", name))) {
    const script = readFileSync(file, "utf8");
    if (!script.startsWith(EAGER_COMPILE_HINT)) writeFileSync(file, EAGER_COMPILE_HINT + script);
  }
}

function hashSources(): string {
  const hash = createHash("sha256");
  const add = (file: string) => hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  for (const source of SOURCES) {
    if (!existsSync(source)) continue;
    const files = path.extname(source)
      ? [source]
      : readdirSync(source, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => path.join(entry.parentPath, entry.name))
          .filter((file) => !UNUSED_FILES.test(file))
          .sort();
    for (const file of files) add(file);
  }
  return hash.digest("hex");
}
