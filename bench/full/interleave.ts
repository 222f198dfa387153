import { Agent, request } from "node:http";

/** How long each took, in milliseconds, the shortest first. */
export interface Percentiles {
  p50: number;
  p95: number;
  p99: number;
}

/**
 * Does several things one after the other, again and again, so that what else the machine does meets all of them alike.
 * @param seconds at most; what has been done by then counts
 */
export async function interleave<K extends string>(
  things: Record<K, () => Promise<unknown>>,
  { rounds, seconds = 60 }: { rounds: number; seconds?: number },
): Promise<Record<K, Percentiles>> {
  const names = Object.keys(things) as K[];
  const took = new Map(names.map((name) => [name, [] as number[]]));
  const until = Date.now() + seconds * 1000;
  const warmUp = Math.min(10, rounds);
  for (let round = 0; round < rounds + warmUp && (round <= warmUp || Date.now() < until); round++) {
    for (const name of names) {
      const startedAt = performance.now();
      await things[name]();
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
 * One GET on a kept connection.
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
      if (response.statusCode !== 200)
        reject(new Error(`${url}: 200 was expected, not ${response.statusCode}.`));
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
