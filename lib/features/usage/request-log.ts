import { transaction } from "@/db/client/client";
import { type KeyUsage, type LastRequest, upsertKeyUsage } from "@/db/queries/api-key-usage";
import {
  addIpAddressUsage,
  addRequestCounts,
  type IpAddressUsage,
  insertRequests,
  type RequestCount,
  type RequestDimensions,
  type RequestEntry,
} from "@/db/queries/api-requests";
import { QUARTER_HOUR_MS } from "@/lib/core/durations";
import { log } from "@/lib/core/log";
import { metrics } from "@/lib/core/metrics";
import type { Endpoint } from "@/lib/features/api-keys/endpoint-permissions";
import { classifyBeforeWrite } from "./classify-key-uses";

const FLUSH_INTERVAL_MS = 1000;
/** Entries per write. */
const BATCH_SIZE = 5000;
/** Entries buffered while the database is unavailable. Beyond this, the oldest are dropped and counted. */
const MAX_BUFFERED = 100_000;

/** One request made with a key. */
export interface LoggedRequest extends RequestDimensions {
  endpoint: Endpoint;
  at: Date;
  durationMs: number;
  /** Visible ASCII. */
  correlationId: string;
}

/**
 * Buffers requests in memory and writes them in batches, so that no request waits for a write. The same transaction updates
 * the counts, the IP addresses and the last success and failure of each key. The order of batches from different
 * instances does not matter.
 */
class RequestLog {
  #buffer: RequestEntry[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  /** Whether the first buffered batch may be stored already: its write failed with an unknown outcome. */
  #mayBePersisted = false;
  /** The distinct dimensions since the last write: entries with equal ones share an object. */
  #dimensions = new Map<string, RequestDimensions>();

  record(request: LoggedRequest): void {
    // Field by field, here and in the callers: rest and spread of ten fields took ten times as long as everything else.
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
    this.#scheduleFlush();
  }

  /** Writes the buffer. Entries that could not be written stay in it. */
  async flush(): Promise<void> {
    // A loop, because of several waiting callers one starts the next write.
    while (this.#writing) await this.#writing;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#dimensions = new Map();
    this.#writing = this.#write();
    await this.#writing;
    this.#writing = undefined;
    if (this.#buffer.length > 0) this.#scheduleFlush();
  }

  #scheduleFlush(): void {
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_INTERVAL_MS).unref();
  }

  async #write(): Promise<void> {
    // Entries that arrive during the write wait for the next one: otherwise load causes a transaction for every few entries.
    let remaining = this.#buffer.length;
    while (remaining > 0) {
      const batch = this.#buffer.splice(0, Math.min(BATCH_SIZE, remaining));
      remaining -= batch.length;
      metrics().bufferedLogEntries.set(this.#buffer.length);
      try {
        await store(batch, this.#mayBePersisted);
        this.#mayBePersisted = false;
      } catch (error) {
        this.#buffer.unshift(...batch);
        this.#mayBePersisted = true;
        const dropped = this.#buffer.splice(0, Math.max(0, this.#buffer.length - MAX_BUFFERED)).length;
        metrics().droppedLogEntries.inc(dropped);
        metrics().bufferedLogEntries.set(this.#buffer.length);
        log().warn(
          { err: error, buffered: this.#buffer.length, dropped },
          "could not write the request log; retrying",
        );
        this.#scheduleFlush();
        return;
      }
    }
  }
}

/** The request log of this process. */
export const requestLog = new RequestLog();

/** Writes a batch. Entries that are stored already are skipped and not counted again. */
async function store(entries: RequestEntry[], mayBePersisted: boolean): Promise<void> {
  const keys = new Map(
    entries.map(({ dimensions }) => [`${dimensions.workspaceId} ${dimensions.keyId}`, dimensions]),
  );
  await classifyBeforeWrite([...keys.values()]);
  await transaction(async (tx) => {
    const inserted = await insertRequests(tx, entries, mayBePersisted);
    if (inserted.length === 0) return;
    const { counts, addresses, latest } = aggregate(inserted);
    await addRequestCounts(tx, sortedByKey(counts));
    await addIpAddressUsage(tx, sortedByKey(addresses));
    await upsertKeyUsage(tx, sortedByKey(latest));
  });
}

/** Whether the response is a success. All others count as failures ("refusal" in stored names). */
const isSuccess = (status: number): boolean => status < 400;

/** Sums up entries: counts, IP addresses, and the last success and failure of each key. */
function aggregate(entries: RequestEntry[]) {
  const groups = new Map<RequestDimensions, { first: number; last: number; quarters: Map<number, number> }>();
  for (const { dimensions, at } of entries) {
    const group = groups.get(dimensions) ?? { first: at, last: at, quarters: new Map<number, number>() };
    groups.set(dimensions, group);
    if (at < group.first) group.first = at;
    if (at > group.last) group.last = at;
    const quarter = Math.floor(at / QUARTER_HOUR_MS);
    group.quarters.set(quarter, (group.quarters.get(quarter) ?? 0) + 1);
  }
  const counts = new Map<string, RequestCount>();
  const addresses = new Map<string, IpAddressUsage>();
  const latest = new Map<string, KeyUsage>();
  for (const [{ workspaceId, keyId, endpoint, status, address, path }, { first, last, quarters }] of groups) {
    const key = `${workspaceId} ${keyId}`;
    const from = `${key} ${address}`;
    const ipUsage = addresses.get(from) ?? {
      ...{ workspaceId, keyId, address },
      ...{ first: new Date(first), last: new Date(last), requests: 0 },
    };
    addresses.set(from, ipUsage);
    if (last > ipUsage.last.getTime()) ipUsage.last = new Date(last);
    if (first < ipUsage.first.getTime()) ipUsage.first = new Date(first);
    const usage = latest.get(key) ?? { workspaceId, keyId, success: null, refusal: null };
    latest.set(key, usage);
    const request = { at: new Date(last), path, address, status };
    const outcome = isSuccess(status) ? "success" : "refusal";
    usage[outcome] = laterOf(usage[outcome], request);
    const statusClass = Math.floor(status / 100);
    for (const [quarter, requests] of quarters) {
      ipUsage.requests += requests;
      const countKey = `${key} ${quarter} ${endpoint} ${statusClass}`;
      const count = counts.get(countKey) ?? {
        ...{
          workspaceId,
          keyId,
          start: new Date(quarter * QUARTER_HOUR_MS),
          endpoint,
          statusClass,
          requests: 0,
        },
      };
      count.requests += requests;
      counts.set(countKey, count);
    }
  }
  return { counts, addresses, latest };
}

const laterOf = (a: LastRequest | null, b: LastRequest): LastRequest => (a && a.at > b.at ? a : b);

/** Sorted by key. All transactions lock rows in the same order, which prevents deadlocks. */
const sortedByKey = <T>(map: Map<string, T>): T[] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
