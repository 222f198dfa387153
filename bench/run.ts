// npm run bench: all measurements, one after the other, on one machine. No time fails; an unexpected status does.
import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { Client } from "pg";
import { freePort } from "@/testing/free-port";
import { type Comparison, comparisons, responseHeaders } from "./comparisons";
import { invalidKeyTimings } from "./invalid-key-timing";
import type { Load, LoadResult } from "./load";
import { pageUnderLoad } from "./page-under-load";
import { runJsonProcess, SERVER_ARGS, startProcess } from "./processes";
import { type BenchSeed, createBenchDatabase } from "./seed";
import { median, table } from "./table";

const TSX = ["--import", "tsx"];
const CONNECTIONS = 32;

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "4" },
    only: { type: "string" },
  },
});
const rounds = Number(options.rounds);
const seconds = Number(options.seconds);

const send = (load: Omit<Load, "connections" | "seconds">, forSeconds = seconds): Promise<LoadResult> =>
  runJsonProcess([...TSX, "bench/load.ts"], { connections: CONNECTIONS, seconds: forSeconds, ...load });

/** Measures ours and theirs alternately, after a warm-up of both. */
async function compare(comparison: Comparison, ours: string, seed: BenchSeed) {
  const port = await freePort();
  const { connection } = seed;
  const { peer } = comparison;
  const input =
    peer.kind === "better-auth"
      ? { connection: { ...connection, database: "peer" }, port, deferUpdates: peer.deferUpdates }
      : { connection, port, task: peer, head: responseHeaders() };
  const script =
    peer.kind === "better-auth" ? ["bench/better-auth/server.mjs"] : [...TSX, "bench/baseline-server.ts"];
  const server = await startProcess([...script, JSON.stringify(input)], /listening/);
  const { key } = JSON.parse(server.line) as { key?: string };
  const theirs = {
    ...comparison.ours,
    ...(key ? { requests: [{ path: "/", headers: { "x-api-key": key } }] } : {}),
    url: `http://127.0.0.1:${port}`,
  };
  const loads = [{ ...comparison.ours, url: ours }, theirs];
  for (const load of loads) await send(load, 2);
  const results: [LoadResult[], LoadResult[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    for (const [side, load] of loads.entries()) results[side]?.push(await send(load));
  }
  await server.stop();
  const of = (side: 0 | 1, field: keyof LoadResult) => median(results[side].map((result) => result[field]));
  const ratios = results[0].map((result, n) => result.perSecond / (results[1][n]?.perSecond ?? Number.NaN));
  return { comparison, of, ratio: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}

const seed = await createBenchDatabase();
const admin = new Client(seed.connection);
await admin.connect();
await admin.query("create database peer");
await admin.query(
  "create table bench_events (id bigint generated always as identity primary key, body bytea)",
);
await admin.end();
const port = await freePort();
const server = await startProcess(SERVER_ARGS, /is ready at/, {
  PORT: String(port),
  STUDIO_DATA: seed.dataDir,
  DATABASE_URL: "",
  LOG_LEVEL: "warn",
  RATE_LIMIT_PER_KEY: "1000000",
  RATE_LIMIT_PER_ADDRESS: "1000000",
  RATE_LIMIT_PER_TOKEN: "1000000",
  RATE_LIMIT_IMPORT: "1000000",
});
const ours = `http://localhost:${port}`;
try {
  const [cpu] = cpus();
  console.log(
    `${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ${CONNECTIONS} connections, ${rounds} rounds of ${seconds} s in turn, medians\n`,
  );
  const chosen = comparisons(seed).filter(({ what }) => !options.only || what.includes(options.only));
  const rows = [];
  for (const comparison of chosen) {
    console.error(`${comparison.what} against ${comparison.against}`);
    const { of, ratio, least, most } = await compare(comparison, ours, seed);
    rows.push({
      what: comparison.what,
      against: comparison.against,
      "ours, 1/s": of(0, "perSecond").toFixed(0),
      "p50 / p99, ms": `${of(0, "p50").toFixed(1)} / ${of(0, "p99").toFixed(1)}`,
      "theirs, 1/s": of(1, "perSecond").toFixed(0),
      "their p50 / p99": `${of(1, "p50").toFixed(1)} / ${of(1, "p99").toFixed(1)}`,
      ratio: `${ratio.toFixed(2)} (${least.toFixed(2)}–${most.toFixed(2)})`,
      bar: `≥ ${comparison.bar}`,
    });
  }
  console.log(table(rows));
  if (!options.only) {
    console.log(`\n${table(await pageUnderLoad(seed, ours, { rounds, seconds, send }))}`);
    console.log(`\n${table(await invalidKeyTimings(seed, ours))}`);
  }
} finally {
  await server.stop();
  await seed.close();
}
