import { randomInt } from "node:crypto";
import { transaction } from "@/db/client";
import { upsertKeyUses } from "@/db/queries/api-key-usage";
import {
  type AddressUse,
  addAddressUses,
  addRequestCounts,
  type HourCount,
  insertRequests,
  type RequestEntry,
} from "@/db/queries/api-requests";
import { log } from "../log";
import { metrics } from "../metrics";
import type { Endpoint } from "./terms";

const INTERVAL_MS = 1000;
/** Entries of one write. */
const BATCH = 5000;
/** Entries held while the database does not answer; beyond it the oldest are let go, and counted. */
const MOST_HELD = 100_000;
const HOUR_MS = 3_600_000;

/**
 * The response log: remembers requests in memory and writes them in batches, off the request's path, with the counts by
 * hour, the addresses and the last use of each key in the same transaction. One request more never costs the request a
 * write. Between two instances' batches order does not matter.
 */
class ResponseLog {
  #held: RequestEntry[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  /** Whether the first batch of what is held may be stored already: writing it failed, and nobody knows how far it got. */
  #perhapsStored = false;

  record(entry: Omit<RequestEntry, "id" | "endpoint"> & { endpoint: Endpoint }): void {
    this.#held.push({ ...entry, id: randomInt(2 ** 47) });
    this.#timer ??= setTimeout(() => void this.flush(), INTERVAL_MS).unref();
  }

  /** Writes what is held. What could not be written is held on to for the next time. */
  async flush(): Promise<void> {
    // Of several who wait, the next finds another write under way.
    while (this.#writing) await this.#writing;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#write();
    await this.#writing;
    this.#writing = undefined;
  }

  async #write(): Promise<void> {
    while (this.#held.length > 0) {
      const batch = this.#held.splice(0, BATCH);
      metrics().held.set(this.#held.length);
      try {
        await store(batch, this.#perhapsStored);
        this.#perhapsStored = false;
      } catch (error) {
        this.#held.unshift(...batch);
        this.#perhapsStored = true;
        const lost = this.#held.splice(0, Math.max(0, this.#held.length - MOST_HELD)).length;
        metrics().lost.inc(lost);
        metrics().held.set(this.#held.length);
        log().warn(
          { err: error, held: this.#held.length, lost },
          "the response log was not written; trying again",
        );
        this.#timer ??= setTimeout(() => void this.flush(), INTERVAL_MS).unref();
        return;
      }
    }
  }
}

/** The process's log. */
export const responseLog = new ResponseLog();

/** Writes a batch; what of it was stored before is neither stored nor counted again. */
async function store(entries: RequestEntry[], perhapsStored: boolean): Promise<void> {
  await transaction(async (tx) => {
    const fresh = await insertRequests(tx, entries, perhapsStored);
    if (fresh.length === 0) return;
    const { counts, addresses, latest } = summary(fresh);
    await addRequestCounts(tx, sorted(counts));
    await addAddressUses(tx, sorted(addresses));
    await upsertKeyUses(tx, sorted(latest));
  });
}

/** The counts by hour, the addresses and the last use of each key in some entries. */
function summary(entries: RequestEntry[]) {
  const counts = new Map<string, HourCount>();
  const addresses = new Map<string, AddressUse>();
  const latest = new Map<string, RequestEntry>();
  for (const entry of entries) {
    const { workspaceId, keyId, endpoint, address, at } = entry;
    const key = `${workspaceId} ${keyId}`;
    const statusClass = Math.floor(entry.status / 100);
    const hour = new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS);
    const counted = `${key} ${hour.getTime()} ${endpoint} ${statusClass}`;
    const count = counts.get(counted) ?? { workspaceId, keyId, hour, endpoint, statusClass, requests: 0 };
    count.requests += 1;
    counts.set(counted, count);
    const use = addresses.get(`${key} ${address}`) ?? {
      ...{ workspaceId, keyId, address },
      ...{ first: at, last: at, requests: 0 },
    };
    use.requests += 1;
    if (at > use.last) use.last = at;
    addresses.set(`${key} ${address}`, use);
    if (at >= (latest.get(key)?.at ?? at)) latest.set(key, entry);
  }
  return { counts, addresses, latest };
}

/** By their keys: whoever locks rows in one order never waits in a circle. */
const sorted = <T>(map: Map<string, T>): T[] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
