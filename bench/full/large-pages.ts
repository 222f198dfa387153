import { readFileSync } from "node:fs";
import { median } from "../table";
import { timedGet } from "./interleave";
import type { BenchServer } from "./server";
import { FILLED } from "./sizes";

const CONCURRENCY = 8;
const ROUNDS = 5;

/** Resident memory of a process, in MB. */
const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;

/** Measures the server's memory and the time to the first byte with eight concurrent requests for pages of 1,000 transcripts. */
export async function largePages(full: BenchServer): Promise<Record<string, string>[]> {
  const path = `/v3/${FILLED.slug}/${FILLED.agentSlug}/conversations`;
  const headers = { "x-api-key": full.secret };
  const page = (limit: number) => timedGet(`${full.url}${path}?limit=${limit}`, headers);
  for (let n = 0; n < 200; n++) await page(5);
  const idle = residentMb(full.pid);
  let peak = idle;
  const watch = setInterval(() => {
    peak = Math.max(peak, residentMb(full.pid));
  }, 20);
  const shares: number[] = [];
  let megabytes = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    const responses = await Promise.all(Array.from({ length: CONCURRENCY }, () => page(1000)));
    // The first round opens the database connections, so its times are ignored. Its memory counts.
    if (round === 0) continue;
    shares.push(...responses.map(({ firstByteMs, totalMs }) => firstByteMs / totalMs));
    megabytes = (responses[0]?.bytes ?? 0) / 2 ** 20;
  }
  clearInterval(watch);
  return [
    {
      "limit=1000, 8 at once": `${megabytes.toFixed(1)} MB each`,
      "memory idle, MB": idle.toFixed(0),
      "at most": peak.toFixed(0),
      grows: `${(peak - idle).toFixed(0)} (≤ 96)`,
      "first byte ÷ total": `${median(shares).toFixed(2)}, at worst ${Math.max(...shares).toFixed(2)} (≤ 0.20)`,
    },
  ];
}
