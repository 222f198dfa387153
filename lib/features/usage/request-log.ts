import { transaction } from "@/db/client/client";
import { type KeyUsage, type LastRequest, upsertKeyUsage } from "@/db/queries/api-key-usage";
import {
  addIpAddressUsage,
  addRequestCounts,
  type HourlyCount,
  type IpAddressUsage,
  insertRequests,
  type RequestDimensions,
  type RequestEntry,
} from "@/db/queries/api-requests";
import { log } from "@/lib/core/log";
import { metrics } from "@/lib/core/metrics";
import type { Endpoint } from "@/lib/features/api-keys/constants";
import { classifyBeforeWrite } from "./classify-key-uses";

const FLUSH_INTERVAL_MS = 1000;
/** Entries of one write. */
const BATCH_SIZE = 5000;
/** Entries held while the database does not answer; beyond it the oldest are let go, and counted. */
const MAX_BUFFERED = 100_000;
const HOUR_MS = 3_600_000;

/** One request that came with a key. */
export interface LoggedRequest extends RequestDimensions {
  endpoint: Endpoint;
  at: Date;
  durationMs: number;
  /** Visible ASCII. */
  correlationId: string;
}

/**
 * The request log: remembers requests in memory and writes them in batches, off the request's path, with the counts by
 * hour, the addresses and the last success and refusal of each key in the same transaction. One request more never costs the request a
 * write. Between two instances' batches order does not matter.
 */
class RequestLog {
  #buffer: RequestEntry[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  /** Whether the first batch of what is held may be stored already: writing it failed, and nobody knows how far it got. */
  #mayBePersisted = false;
  /** The kinds of what came since the last write: entries that say the same say it once. */
  #dimensions = new Map<string, RequestDimensions>();

  record(request: LoggedRequest): void {
    // Field by field, here and in what leads here: rest and spread of ten fields took ten times as long as all else.
    const { workspaceId, keyId, endpoint, method, path, status, address } = request;
    const name = `${workspaceId} ${keyId} ${endpoint} ${method} ${status} ${address} ${path}`;
    let dimensions = this.#dimensions.get(name);
    if (!dimensions) {
      dimensions = { workspaceId, keyId, endpoint, method, path, status, address };
      this.#dimensions.set(name, dimensions);
    }
    const id = Math.floor(Math.random() * 2 ** 47);
    const { at, durationMs, correlationId } = request;
    this.#buffer.push({ dimensions, at: at.getTime(), id, durationMs, correlationId });
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_INTERVAL_MS).unref();
  }

  /** Writes what is held. What could not be written is held on to for the next time. */
  async flush(): Promise<void> {
    // Of several who wait, the next finds another write under way.
    while (this.#writing) await this.#writing;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#dimensions = new Map();
    this.#writing = this.#write();
    await this.#writing;
    this.#writing = undefined;
    if (this.#buffer.length > 0)
      this.#timer ??= setTimeout(() => void this.flush(), FLUSH_INTERVAL_MS).unref();
  }

  async #write(): Promise<void> {
    // What comes meanwhile waits for the next time: or else, under load, it is a transaction for every few entries.
    let left = this.#buffer.length;
    while (left > 0) {
      const batch = this.#buffer.splice(0, Math.min(BATCH_SIZE, left));
      left -= batch.length;
      metrics().bufferedLogEntries.set(this.#buffer.length);
      try {
        await store(batch, this.#mayBePersisted);
        this.#mayBePersisted = false;
      } catch (error) {
        this.#buffer.unshift(...batch);
        this.#mayBePersisted = true;
        const lost = this.#buffer.splice(0, Math.max(0, this.#buffer.length - MAX_BUFFERED)).length;
        metrics().droppedLogEntries.inc(lost);
        metrics().bufferedLogEntries.set(this.#buffer.length);
        log().warn(
          { err: error, held: this.#buffer.length, lost },
          "the request log was not written; trying again",
        );
        this.#timer ??= setTimeout(() => void this.flush(), FLUSH_INTERVAL_MS).unref();
        return;
      }
    }
  }
}

/** The process's log. */
export const requestLog = new RequestLog();

/** Writes a batch; what of it was stored before is neither stored nor counted again. */
async function store(entries: RequestEntry[], perhapsStored: boolean): Promise<void> {
  const keys = new Map(
    entries.map(({ dimensions }) => [`${dimensions.workspaceId} ${dimensions.keyId}`, dimensions]),
  );
  await classifyBeforeWrite([...keys.values()]);
  await transaction(async (tx) => {
    const fresh = await insertRequests(tx, entries, perhapsStored);
    if (fresh.length === 0) return;
    const { counts, addresses, latest } = aggregate(fresh);
    await addRequestCounts(tx, sortedByKey(counts));
    await addIpAddressUsage(tx, sortedByKey(addresses));
    await upsertKeyUsage(tx, sortedByKey(latest));
  });
}

/** Whether a response with the status is a success; every other is a refusal. */
const isSuccess = (status: number): boolean => status < 400;

/** The counts by hour, the addresses and the last success and refusal of each key in some entries. */
function aggregate(entries: RequestEntry[]) {
  const kinds = new Map<RequestDimensions, { first: number; last: number; hours: Map<number, number> }>();
  for (const { dimensions, at } of entries) {
    const known = kinds.get(dimensions) ?? { first: at, last: at, hours: new Map<number, number>() };
    kinds.set(dimensions, known);
    if (at < known.first) known.first = at;
    if (at > known.last) known.last = at;
    const hour = Math.floor(at / HOUR_MS);
    known.hours.set(hour, (known.hours.get(hour) ?? 0) + 1);
  }
  const counts = new Map<string, HourlyCount>();
  const addresses = new Map<string, IpAddressUsage>();
  const latest = new Map<string, KeyUsage>();
  for (const [{ workspaceId, keyId, endpoint, status, address, path }, { first, last, hours }] of kinds) {
    const key = `${workspaceId} ${keyId}`;
    const from = `${key} ${address}`;
    const use = addresses.get(from) ?? {
      ...{ workspaceId, keyId, address },
      ...{ first: new Date(first), last: new Date(last), requests: 0 },
    };
    addresses.set(from, use);
    if (last > use.last.getTime()) use.last = new Date(last);
    if (first < use.first.getTime()) use.first = new Date(first);
    const lately = latest.get(key) ?? { workspaceId, keyId, success: null, refusal: null };
    latest.set(key, lately);
    const request = { at: new Date(last), path, address, status };
    const outcome = isSuccess(status) ? "success" : "refusal";
    lately[outcome] = laterOf(lately[outcome], request);
    const statusClass = Math.floor(status / 100);
    for (const [hour, requests] of hours) {
      use.requests += requests;
      const counted = `${key} ${hour} ${endpoint} ${statusClass}`;
      const count = counts.get(counted) ?? {
        ...{ workspaceId, keyId, hour: new Date(hour * HOUR_MS), endpoint, statusClass, requests: 0 },
      };
      count.requests += requests;
      counts.set(counted, count);
    }
  }
  return { counts, addresses, latest };
}

const laterOf = (known: LastRequest | null, other: LastRequest): LastRequest =>
  known && known.at > other.at ? known : other;

/** By their keys: whoever locks rows in one order never waits in a circle. */
const sortedByKey = <T>(map: Map<string, T>): T[] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
