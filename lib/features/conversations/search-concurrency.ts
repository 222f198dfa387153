import { AppError } from "@/lib/core/errors";

/**
 * Searches and samples that run at the same time: a fifth of the connections that the pool has, so that whatever they
 * take, four fifths remain for everything else.
 */
export const MAX_CONCURRENT = 4;
/** Of those, how many one key may have. */
export const MAX_CONCURRENT_PER_KEY = 2;
/** Requests of one key that may wait. A longer queue could not be served within the time that one may wait. */
export const MAX_QUEUED_PER_KEY = 8;
/** How long a request waits, in milliseconds. */
const QUEUE_TIMEOUT_MS = 2000;

interface QueuedSearch {
  key: string;
  start: () => void;
}

/** Requests in progress, and those that wait, of one process. */
const running = new Map<string, number>();
let queue: QueuedSearch[] = [];

const runningCount = (key: string) => running.get(key) ?? 0;
const totalRunning = () => [...running.values()].reduce((sum, count) => sum + count, 0);

/**
 * Runs a search or a sample when the process and the key have room for one more.
 * @param key tells keys apart
 * @param signal aborted when the response is no longer needed
 * @throws AppError RATE_LIMITED when the key has too many in progress, UNAVAILABLE when all keys together have; the
 *   signal's reason when it comes first
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
    const settle = (how: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      queue = queue.filter((other) => other !== self);
      how();
    };
    const self: QueuedSearch = { key, start: () => settle(resolve) };
    const abort = () => settle(() => reject(signal.reason));
    const timer = setTimeout(() => settle(() => reject(limitError(key))), QUEUE_TIMEOUT_MS);
    signal.addEventListener("abort", abort, { once: true });
    queue.push(self);
    startQueued();
  });
}

/** Starts what there is room for: the key with the fewest in progress first, then whichever came first. */
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
        `This API key has ${MAX_CONCURRENT_PER_KEY} searches or samples in progress already. Wait until one has ended, then try again.`,
      )
    : new AppError(
        "UNAVAILABLE",
        "Too many searches and samples are in progress on this server. Try again in a moment.",
      );
