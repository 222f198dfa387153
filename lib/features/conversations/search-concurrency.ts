import { AppError } from "@/lib/core/errors";

/**
 * Limit of searches and samples that run at the same time. It is a fifth of the connection pool, so four fifths remain for
 * all other requests.
 */
export const MAX_CONCURRENT = 4;
/** Limit of those that one key may run. */
export const MAX_CONCURRENT_PER_KEY = 2;
/** Limit of queued requests per key. A longer queue could not be served before it times out. */
export const MAX_QUEUED_PER_KEY = 8;
/** How long a request may be queued. */
const QUEUE_TIMEOUT_MS = 2000;

interface QueuedSearch {
  key: string;
  start: () => void;
}

/** Running and queued requests of this process, by key. */
const running = new Map<string, number>();
let queue: QueuedSearch[] = [];

const runningCount = (key: string) => running.get(key) ?? 0;
const totalRunning = () => [...running.values()].reduce((sum, count) => sum + count, 0);

/**
 * Runs a search or a sample once the process and the key have a free slot.
 * @param key identifies the API key
 * @param signal aborted when the response is no longer needed
 * @throws AppError RATE_LIMITED if the key has too many in progress, UNAVAILABLE if all keys together have; or the
 *   signal's reason if it aborts first
 */
export async function withSearchSlot<T>(
  key: string,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  await acquireSlot(key, signal);
  try {
    return await work();
  } finally {
    const remaining = runningCount(key) - 1;
    if (remaining > 0) running.set(key, remaining);
    else running.delete(key);
    startQueued();
  }
}

async function acquireSlot(key: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const before = queue.filter((other) => other.key === key).length;
  if (before >= MAX_QUEUED_PER_KEY) throw limitError(key);
  await new Promise<void>((resolve, reject) => {
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      queue = queue.filter((other) => other !== self);
      finish();
    };
    const self: QueuedSearch = { key, start: () => settle(resolve) };
    const abort = () => settle(() => reject(signal.reason));
    const timer = setTimeout(() => settle(() => reject(limitError(key))), QUEUE_TIMEOUT_MS);
    signal.addEventListener("abort", abort, { once: true });
    queue.push(self);
    startQueued();
  });
}

/** Starts queued requests while slots are free: keys with the fewest running first, then in order of arrival. */
function startQueued(): void {
  while (totalRunning() < MAX_CONCURRENT) {
    const [next] = queue
      .filter(({ key }) => runningCount(key) < MAX_CONCURRENT_PER_KEY)
      .sort((a, b) => runningCount(a.key) - runningCount(b.key));
    if (!next) return;
    running.set(next.key, runningCount(next.key) + 1);
    next.start();
  }
}

const limitError = (key: string) =>
  runningCount(key) >= MAX_CONCURRENT_PER_KEY
    ? new AppError(
        "RATE_LIMITED",
        `This API key has ${MAX_CONCURRENT_PER_KEY} searches or samples in progress. Wait for one to finish, then try again.`,
      )
    : new AppError(
        "UNAVAILABLE",
        "Too many searches and samples are in progress on this server. Try again in a moment.",
      );
