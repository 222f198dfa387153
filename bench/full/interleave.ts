import { Agent, request } from "node:http";

/** Percentiles of durations, in milliseconds. */
export interface Percentiles {
  p50: number;
  p95: number;
  p99: number;
}

/**
 * Measures several tasks alternately, so that other load on the machine affects all of them equally.
 * @param seconds limit of the duration; the rounds until then count
 */
export async function interleave<K extends string>(
  tasks: Record<K, () => Promise<unknown>>,
  { rounds, seconds = 60 }: { rounds: number; seconds?: number },
): Promise<Record<K, Percentiles>> {
  const names = Object.keys(tasks) as K[];
  const took = new Map(names.map((name) => [name, [] as number[]]));
  const until = Date.now() + seconds * 1000;
  const warmUp = Math.min(10, rounds);
  for (let round = 0; round < rounds + warmUp && (round <= warmUp || Date.now() < until); round++) {
    for (const name of names) {
      const startedAt = performance.now();
      await tasks[name]();
      if (round >= warmUp) took.get(name)?.push(performance.now() - startedAt);
    }
  }
  return Object.fromEntries(names.map((name) => [name, percentiles(took.get(name) ?? [])])) as Record<
    K,
    Percentiles
  >;
}

export function percentiles(took: number[]): Percentiles {
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

export interface TimedResponse {
  body: string;
  bytes: number;
  firstByteMs: number;
  totalMs: number;
}

/**
 * Sends a GET on a keep-alive connection.
 * @throws Error for any status but 200
 */
export function timedGet(
  url: string,
  headers: Record<string, string>,
  keepBody = false,
): Promise<TimedResponse> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    request(url, { agent, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url}: expected 200, got ${response.statusCode}.`));
      let [body, bytes, firstByteMs] = ["", 0, Number.NaN];
      response.on("data", (chunk: Buffer) => {
        if (bytes === 0) firstByteMs = performance.now() - startedAt;
        bytes += chunk.length;
        if (keepBody) body += String(chunk);
      });
      response.once("end", () =>
        resolve({ body, bytes, firstByteMs, totalMs: performance.now() - startedAt }),
      );
    })
      .once("error", reject)
      .end();
  });
}
