// npm run bench:lighthouse: Lighthouse scores of four pages of a fresh server, as medians of five runs, on mobile and desktop.
// Prints a table; no score fails. Arguments select pages and form factors: npm run bench:lighthouse -- api-keys mobile.
// LIGHTHOUSE_RUNS sets the number of runs, LIGHTHOUSE_REPORTS a folder in which all reports are stored.
import { execFile } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { chromium } from "playwright";
import { z } from "zod";
import { createDataDir, startServerProcess, stopServerProcess } from "@/e2e/support/server-process";
import { describeSettings } from "@/lib/core/env";
import { installedBrowser } from "@/testing/browser";
import { freePort } from "@/testing/free-port";
import { median, table } from "./table";

const RUNS = Number(process.env.LIGHTHOUSE_RUNS ?? 5);
/** About one run in ten records no trace. This many in a row have another cause. */
const MAX_ATTEMPTS = 5;
const REQUESTS = 120;
/** What arguments can select. */
const PAGES = ["api-keys", "a-key", "configuration", "sign-in"] as const;
const FORM_FACTORS = ["mobile", "desktop"] as const;
const CATEGORIES = ["performance", "accessibility", "best-practices"] as const;

const run = promisify(execFile);

/** The metrics of the performance score, except layout shift, which is zero. */
const TIMINGS = {
  FCP: "first-contentful-paint",
  LCP: "largest-contentful-paint",
  TBT: "total-blocking-time",
  SI: "speed-index",
} as const;
const timing = z.object({ numericValue: z.number().optional() });

/** The fields of Lighthouse's report that are used. */
const report = z.object({
  runtimeError: z.object({ message: z.string() }).optional(),
  categories: z.record(z.enum(CATEGORIES), z.object({ score: z.number().nullable() })),
  audits: z.object({
    [TIMINGS.FCP]: timing,
    [TIMINGS.LCP]: timing,
    [TIMINGS.TBT]: timing,
    [TIMINGS.SI]: timing,
    "network-requests": z.object({
      details: z
        .object({
          items: z.array(z.object({ resourceType: z.string().optional(), transferSize: z.number() })),
        })
        .optional(),
    }),
  }),
});
type Report = z.infer<typeof report>;

interface Site {
  base: string;
  pages: Record<(typeof PAGES)[number], { path: string; signedIn: boolean }>;
  /** The session, as a request header. */
  cookie: string;
  stop: () => Promise<void>;
}

const flags = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ...["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync"],
];

/** Debian's whole browser rather than its headless shell, or Playwright's own. */
const browserPath = (): string =>
  installedBrowser(["chromium", "chromium-headless-shell"]) || chromium.executablePath();

/** A server with the sample workspace, its first admin, some keys, and one key's requests. */
async function openSite(executablePath: string): Promise<Site> {
  // A DATABASE_URL in the environment may be a real database.
  for (const { name } of describeSettings()) delete process.env[name];
  const data = await createDataDir();
  const port = await freePort();
  const server = await startServerProcess(data, port, { LOG_LEVEL: "warn", NODE_ENV: "production" });
  const { baseUrl } = server;
  const browser = await chromium.launch({ executablePath, args: flags });
  const page = await browser.newPage();
  await page.goto(/http:\S+\/setup#\S+/.exec(server.startupOutput)?.[0] ?? "");
  await page.getByRole("textbox", { name: "Name" }).fill("Ada Lovelace");
  await page.getByLabel("Email").fill("ada@example.com");
  await page.getByLabel("Password").fill("engines that weave algebra");
  await page.getByRole("button", { name: "Create admin" }).click();
  await page.waitForURL("**/configure/api-keys");
  const cookies = await page.context().cookies();
  await browser.close();

  const makeKey = async (name: string) => {
    const who = ["--workspace", "harbour-hotels", "--name", name, "--agents", "all"];
    const what = ["--permissions", "conversations,handoff", "--expires", "90d", "--json"];
    const env = { ...process.env, STUDIO_DATA: data, PORT: String(port) };
    const args = ["bin/studio.mjs", "key", "create", ...who, ...what];
    const { stdout } = await run(process.execPath, args, { env });
    return z.object({ id: z.string(), key: z.string() }).parse(JSON.parse(stdout));
  };
  for (const name of ["Reporting", "Desk screen", "Payments"]) await makeKey(name);
  const { id, key } = await makeKey("CRM sync");
  for (let n = 0; n < REQUESTS; n++) {
    const path = "/v3/harbour-hotels/front-desk-uk/conversations?limit=1";
    const { status } = await fetch(baseUrl + path, { headers: { "x-api-key": key } });
    if (status !== 200) throw new Error(`A request with the new key returned ${status}.`);
  }
  const keys = "/harbour-hotels/configure/api-keys";
  return {
    base: baseUrl,
    pages: {
      "api-keys": { path: keys, signedIn: true },
      "a-key": { path: `${keys}/${id}`, signedIn: true },
      configuration: { path: `${keys}/configuration`, signedIn: true },
      "sign-in": { path: "/sign-in", signedIn: false },
    },
    cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; "),
    stop: async () => {
      await stopServerProcess(server, "SIGTERM");
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** Runs Lighthouse until it records a trace, and returns its report. */
async function runLighthouse(
  url: string,
  cookie: string | null,
  form: string,
  chrome: string,
): Promise<string> {
  const args = [
    "bench/lighthouse/node_modules/lighthouse/cli/index.js",
    url,
    "--quiet",
    "--no-enable-error-reporting",
    "--output=json",
    `--only-categories=${CATEGORIES.join(",")}`,
    `--chrome-flags=--headless=new ${flags.join(" ")}`,
    ...(form === "desktop" ? ["--preset=desktop"] : []),
    ...(cookie ? [`--extra-headers=${JSON.stringify({ Cookie: cookie })}`] : []),
  ];
  let why = "";
  for (let n = 0; n < MAX_ATTEMPTS; n++) {
    try {
      const env = { ...process.env, CHROME_PATH: chrome };
      const { stdout } = await run(process.execPath, args, { env, maxBuffer: 64 * 1024 * 1024 });
      const result = report.parse(JSON.parse(stdout));
      // Without a trace there is no performance score, which is not a low score.
      if (!result.runtimeError && result.categories.performance.score) return stdout;
      why = result.runtimeError?.message ?? "the page was not traced";
    } catch (error) {
      // Not the command itself, which contains the session.
      const output = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
      why = output.trim().split("\n").at(-1) ?? "";
    }
    console.error(`${url}, ${form}: retrying, because ${why}`);
  }
  throw new Error(`Lighthouse could not measure ${url}: ${why}`);
}

const scriptKilobytes = ({ audits }: Report): number =>
  (audits["network-requests"].details?.items ?? [])
    .filter(({ resourceType }) => resourceType === "Script")
    .reduce((sum, { transferSize }) => sum + transferSize, 0) / 1000;

/** The values that the arguments select; all if they select none. */
const selectNamed = <T extends string>(all: readonly T[], words: string[]): readonly T[] => {
  const some = all.filter((one) => words.includes(one));
  return some.length > 0 ? some : all;
};

function rowOf(page: string, form: string, reports: Report[]): Record<string, string> {
  const middle = (read: (report: Report) => number) => String(Math.round(median(reports.map(read))));
  const score = (category: (typeof CATEGORIES)[number]) =>
    middle(({ categories }) => 100 * (categories[category].score ?? 0));
  const ms = (name: keyof typeof TIMINGS) => middle(({ audits }) => audits[TIMINGS[name]].numericValue ?? 0);
  const each = reports.map(({ categories }) => Math.round(100 * (categories.performance.score ?? 0)));
  return {
    page,
    form,
    performance: score("performance"),
    "of each run": each.join(" "),
    accessibility: score("accessibility"),
    "best practices": score("best-practices"),
    ...{ "FCP, ms": ms("FCP"), "LCP, ms": ms("LCP"), "TBT, ms": ms("TBT"), "SI, ms": ms("SI") },
    "script over the wire, kB": middle(scriptKilobytes),
  };
}

const requested = process.argv.slice(2);
const unknownName = requested.find((word) => ![...PAGES, ...FORM_FACTORS].some((one) => one === word));
if (unknownName !== undefined) {
  console.error(`"${unknownName}" is none of ${[...PAGES, ...FORM_FACTORS].join(", ")}.`);
  process.exit(2);
}
const folder = process.env.LIGHTHOUSE_REPORTS;
if (folder) await mkdir(folder, { recursive: true });
const chrome = browserPath();
const site = await openSite(chrome);
try {
  const rows: Record<string, string>[] = [];
  for (const page of selectNamed(PAGES, requested)) {
    const { path: at, signedIn } = site.pages[page];
    for (const form of selectNamed(FORM_FACTORS, requested)) {
      const reports: Report[] = [];
      for (let n = 0; n < RUNS; n++) {
        const json = await runLighthouse(site.base + at, signedIn ? site.cookie : null, form, chrome);
        reports.push(report.parse(JSON.parse(json)));
        // The report contains the session, which ends with the server.
        if (folder) await writeFile(path.join(folder, `${page}-${form}-${n + 1}.json`), json);
      }
      rows.push(rowOf(page, form, reports));
      console.error(rows.at(-1));
    }
  }
  console.log(table(rows));
} finally {
  await site.stop();
}
