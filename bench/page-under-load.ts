import { chromium } from "playwright";
import { installedBrowser } from "@/testing/browser";
import type { Load, LoadResult } from "./load";
import type { BenchSeed } from "./seed";
import { median } from "./table";

interface RunOptions {
  rounds: number;
  seconds: number;
  send: (load: Omit<Load, "connections" | "seconds"> & Partial<Load>) => Promise<LoadResult>;
}

/** Measures the latency of the API Keys page, alone and while the API is under full load. */
export async function pageUnderLoad(
  seed: BenchSeed,
  url: string,
  { rounds, send }: RunOptions,
): Promise<Record<string, string>[]> {
  const cookie = await signIn(url + seed.signInLink);
  const { workspace, agent, secrets } = seed;
  const page = {
    url,
    status: 200,
    connections: 1,
    requests: [{ path: `/${workspace.slug}/configure/api-keys`, headers: { cookie } }],
  };
  const api = {
    url,
    status: 200,
    requests: [
      {
        path: `/v3/${workspace.slug}/${agent.slug}/conversations?limit=5`,
        headers: { "x-api-key": secrets.good },
      },
    ],
  };
  await send(page);
  const alone: LoadResult[] = [];
  const beside: LoadResult[] = [];
  const apiAlone: LoadResult[] = [];
  const apiBeside: LoadResult[] = [];
  for (let round = 0; round < rounds; round++) {
    alone.push(await send(page));
    apiAlone.push(await send(api));
    const [first, second] = await Promise.all([send(page), send(api)]);
    beside.push(first);
    apiBeside.push(second);
  }
  const of = (results: LoadResult[], field: keyof LoadResult) =>
    median(results.map((result) => result[field]));
  const row = (what: string, quiet: LoadResult[], loaded: LoadResult[], bar: string) => ({
    what,
    "alone: 1/s": of(quiet, "perSecond").toFixed(0),
    "p50 / p95 / p99, ms": (["p50", "p95", "p99"] as const).map((p) => of(quiet, p).toFixed(1)).join(" / "),
    "together: 1/s": of(loaded, "perSecond").toFixed(0),
    "p50 / p95 / p99": (["p50", "p95", "p99"] as const).map((p) => of(loaded, p).toFixed(1)).join(" / "),
    "p95, times": (of(loaded, "p95") / of(quiet, "p95")).toFixed(1),
    bar,
  });
  return [
    row("the API Keys page, one user", alone, beside, "≤ 3"),
    row("v3 conversations, limit=5, 32 connections", apiAlone, apiBeside, ""),
  ];
}

/** The session cookie after following the link. */
async function signIn(link: string): Promise<string> {
  const root = process.getuid?.() === 0;
  const installed = installedBrowser();
  const browser = await chromium.launch({
    ...(installed ? { executablePath: installed } : {}),
    args: ["--disable-gpu", "--disable-background-networking", ...(root ? ["--no-sandbox"] : [])],
  });
  try {
    const page = await browser.newPage();
    await page.goto(link);
    // The page that asks for a password comes with the session.
    await page.waitForURL("**/account/password");
    const cookies = await page.context().cookies();
    return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  } finally {
    await browser.close();
  }
}
