import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { inUseMessage } from "@/bin/serving.mjs";
import { environment } from "@/lib/core/env";
import { StartError } from "./start-error";

/** What the built pages depend on. */
const SOURCES = [
  "app",
  "components",
  "db",
  "lib",
  "public",
  "proxy.ts",
  "instrumentation-client.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "package-lock.json",
];
/** Of no consequence to the pages. */
const TEST_FILES = /[.]test[.]tsx?$/;
const STAMP_FILE = ".next/studio-sources";

/**
 * As a script's first line: Chromium (since 136) then makes its functions ready beside the page, while the script comes
 * in. Otherwise the page's own thread does, function by function, before anybody can press anything. To other browsers
 * it is a comment.
 */
const EAGER_COMPILE_HINT = "//# allFunctionsCalledOnLoad\n";

/**
 * Builds the pages if their sources changed since the last build.
 * @param stopping ends the build when it is aborted
 * @throws StartError when the build fails, with what it printed above; and, with nothing changed, when another server
 * serves the pages that would be replaced
 */
export async function buildIfChanged(
  report: (message: string) => void,
  stopping: AbortSignal,
): Promise<void> {
  const sources = hashSources();
  if (existsSync(STAMP_FILE) && readFileSync(STAMP_FILE, "utf8") === sources) return;
  const trouble = await inUseMessage("The pages must be built again");
  if (trouble) throw new StartError(trouble);
  report("Building the pages (about a minute, once per change).");
  // A build that is cut short leaves half of two builds behind, which must not pass for the old one.
  try {
    rmSync(STAMP_FILE, { force: true });
  } catch {
    throw new StartError(
      "The pages must be built again, and .next cannot be written. Start once as whoever owns this folder.",
    );
  }
  const code = await new Promise<number | null>((resolve) => {
    const build = spawn(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
      stdio: ["ignore", "inherit", "inherit"],
      signal: stopping,
      env: { ...environment(), NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    });
    build.on("error", () => resolve(null));
    build.on("exit", resolve);
  });
  if (code !== 0) throw new StartError("The pages could not be built. What went wrong is printed above.");
  addEagerCompileHint();
  writeFileSync(STAMP_FILE, sources);
}

/** Marks what every page begins with, which is React and Next: nearly all of it is called at once. Pages' own is not. */
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
          .filter((file) => !TEST_FILES.test(file))
          .sort();
    for (const file of files) add(file);
  }
  return hash.digest("hex");
}
