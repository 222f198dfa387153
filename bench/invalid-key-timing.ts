import { Agent, request } from "node:http";
import type { BenchSeed } from "./seed";

const PROBES = 3000;
const WARM_UP = 300;

/** Measures the time to the 401 for each kind of invalid key, one request at a time, alternately. */
export async function invalidKeyTimings(seed: BenchSeed, url: string): Promise<Record<string, string>[]> {
  const { workspace, agent, secrets } = seed;
  const path = `/v1/${workspace.slug}/${agent.slug}/handoff_state?id=nothing`;
  const kinds: Record<string, string> = {
    unknown: secrets.unknown[0] ?? "",
    deleted: secrets.deleted,
    expired: secrets.expired,
  };
  const took = new Map(Object.keys(kinds).map((kind) => [kind, [] as number[]]));
  const agentOfOne = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let n = 0; n < PROBES + WARM_UP; n++) {
    for (const [kind, secret] of Object.entries(kinds)) {
      const ms = await probe(url + path, secret, agentOfOne);
      if (n >= WARM_UP) took.get(kind)?.push(ms);
    }
  }
  agentOfOne.destroy();
  return [...took].map(([kind, times]) => {
    const sorted = times.sort((a, b) => a - b);
    const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(3);
    return {
      "invalid key": kind,
      requests: String(sorted.length),
      "p10, ms": at(0.1),
      p25: at(0.25),
      p50: at(0.5),
      p75: at(0.75),
      p90: at(0.9),
      p99: at(0.99),
    };
  });
}

function probe(url: string, secret: string, agent: Agent): Promise<number> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    request(url, { agent, headers: { "x-api-key": secret } }, (response) => {
      if (response.statusCode !== 401) reject(new Error(`Expected 401, got ${response.statusCode}.`));
      response.resume().once("end", () => resolve(performance.now() - startedAt));
    })
      .once("error", reject)
      .end();
  });
}
