// The load process: reads the load as JSON from standard input, sends it, and prints the result as JSON.
import { text } from "node:stream/consumers";
import autocannon from "autocannon";

/** What one run sends. */
export interface Load {
  url: string;
  connections: number;
  seconds: number;
  /** Each connection starts at another request of the list. `[<id>]` in a body is replaced by a unique ID. */
  requests: { method?: "GET" | "POST"; path: string; headers?: Record<string, string>; body?: string }[];
  /** Any other status fails the run. */
  status: number;
}

/** The result; times are in milliseconds. */
export interface LoadResult {
  perSecond: number;
  p50: number;
  p95: number;
  p99: number;
  requests: number;
}

const load: Load = JSON.parse(await text(process.stdin));
let connection = 0;
const latencies: number[] = [];
const result = await new Promise<autocannon.Result>((resolve, reject) => {
  const instance = autocannon(
    {
      url: load.url,
      connections: load.connections,
      duration: load.seconds,
      idReplacement: true,
      setupClient: (client) => {
        const from = connection++ % load.requests.length;
        client.setRequests([...load.requests.slice(from), ...load.requests.slice(0, from)]);
      },
      requests: load.requests,
    },
    (error, ended) => (error ? reject(error) : resolve(ended)),
  );
  // The library's own histogram counts whole milliseconds.
  instance.on("response", (_client, _status, _bytes, ms) => latencies.push(ms));
});
const statusCounts = result.statusCodeStats ?? {};
const unexpected = Object.keys(statusCounts).filter((status) => Number(status) !== load.status);
if (unexpected.length > 0 || result.errors > 0 || result.timeouts > 0 || latencies.length === 0) {
  throw new Error(
    `${load.url}${load.requests[0]?.path} did not always return ${load.status}: ${JSON.stringify(statusCounts)}, ${result.errors} errors, ${result.timeouts} timeouts`,
  );
}
latencies.sort((a, b) => a - b);
const percentile = (share: number) =>
  latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
const summary: LoadResult = {
  perSecond: latencies.length / result.duration,
  p50: percentile(0.5),
  p95: percentile(0.95),
  p99: percentile(0.99),
  requests: latencies.length,
};
console.log(JSON.stringify(summary));
