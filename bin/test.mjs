// npm test: everything that main must pass, from a fresh clone, in the order in which failing is cheapest.
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gitPatch } from "./history.mjs";
import { ensureInstalled, requireNode, root } from "./prepare.mjs";
import {
  binPath,
  count,
  countVitest,
  freePort,
  installFromDebian,
  isInstalled,
  printTotals,
  run,
  step,
} from "./tools.mjs";

requireNode();
process.chdir(root);
await ensureInstalled();
ensureBrowser();
ensureProgram("redis-server", "the tests of shared rate limits are");
ensureProgram("haproxy", "the story behind a TLS proxy is");
ensureProgram("openssl", "the story behind a TLS proxy is");

const scratch = mkdtempSync(path.join(tmpdir(), "agent-studio-npm-test-"));
// Under root the database runs as somebody else, who must be able to enter.
chmodSync(scratch, 0o755);
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
const unitReport = path.join(scratch, "vitest.json");
const storyReport = path.join(scratch, "playwright.json");

step("lint", "biome", ["ci", "--error-on-warnings"]);
step("types", "tsc", ["--noEmit"]);
step(
  "laws",
  "depcruise",
  [
    "app",
    "bench",
    "components",
    "db",
    "e2e",
    "lib",
    "testing",
    "server.ts",
    "proxy.ts",
    "--config",
    ".dependency-cruiser.cjs",
  ],
  {
    // A reader that understands none of the files finds no breach in them either.
    check: (output) =>
      Number(/(\d+) modules/.exec(output)?.[1] ?? 0) > 50 || "dependency-cruiser read next to nothing.",
  },
);
step("unused code", "knip", []);
step("secrets", "secretlint", ["**/*", "**/.*"]);
const history = gitPatch(root);
if (history)
  step("secrets in the history", "secretlint", ["--stdinFileName=history.patch"], { input: history });
else console.error("There is no history here: only the files are searched for secrets.");
step(
  "unit and integration tests",
  "vitest",
  ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${unitReport}`],
  {
    after: () => countVitest(unitReport),
  },
);
step("browser stories", "playwright", ["test", "--project=stories", "--reporter=list,json"], {
  env: {
    PORT: String(await freePort()),
    STUDIO_DATA: path.join(scratch, "data"),
    PLAYWRIGHT_JSON_OUTPUT_NAME: storyReport,
  },
  after: () => {
    const { expected, unexpected, flaky, skipped } = JSON.parse(readFileSync(storyReport, "utf8")).stats;
    count(expected, unexpected + flaky, skipped);
  },
});
printTotals();

/** A chromium on the PATH, else Debian's when root, else Playwright's own. */
function ensureBrowser() {
  if (isInstalled("chromium") || installFromDebian("chromium")) return;
  console.error("Downloading Playwright's chromium (once).");
  if (!run(process.execPath, [binPath("playwright"), "install", "chromium"])) {
    console.error(
      "No browser could be installed. Install chromium yourself, so that it is on the PATH, and run npm test again.",
    );
    process.exit(1);
  }
}

/** A program on the PATH, else Debian's package of that name when root. Without it, the tests that use it are skipped. */
function ensureProgram(name, skipped) {
  if (isInstalled(name) || installFromDebian(name)) return;
  console.error(`There is no ${name} on the PATH: ${skipped} skipped.`);
}
