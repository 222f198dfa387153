import { AppError } from "../errors";

/**
 * Searches and samples that run at the same time: a fifth of the connections that the pool has, so that whatever they
 * take, four fifths remain for everything else.
 */
export const AT_ONCE = 4;
/** Of those, how many one key may have. */
export const AT_ONCE_PER_KEY = 2;
/** Requests of one key that may wait. A longer queue could not be served within the time that one may wait. */
export const WAITING_PER_KEY = 8;
/** How long a request waits, in milliseconds. */
const PATIENCE_MS = 2000;

interface Waiting {
  key: string;
  start: () => void;
}

/** Requests in progress, and those that wait, of one process. */
const running = new Map<string, number>();
let waiting: Waiting[] = [];

const runningOf = (key: string) => running.get(key) ?? 0;
const total = () => [...running.values()].reduce((sum, count) => sum + count, 0);

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
  await slotFor(key, signal);
  try {
    return await work();
  } finally {
    const left = runningOf(key) - 1;
    if (left > 0) running.set(key, left);
    else running.delete(key);
    startWaiting();
  }
}

async function slotFor(key: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const before = waiting.filter((other) => other.key === key).length;
  if (before >= WAITING_PER_KEY) throw tooMany(key);
  await new Promise<void>((resolve, reject) => {
    const settle = (how: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      waiting = waiting.filter((other) => other !== self);
      how();
    };
    const self: Waiting = { key, start: () => settle(resolve) };
    const abort = () => settle(() => reject(signal.reason));
    const timer = setTimeout(() => settle(() => reject(tooMany(key))), PATIENCE_MS);
    signal.addEventListener("abort", abort, { once: true });
    waiting.push(self);
    startWaiting();
  });
}

/** Starts what there is room for: the key with the fewest in progress first, then whichever came first. */
function startWaiting(): void {
  while (total() < AT_ONCE) {
    const [next] = waiting
      .filter(({ key }) => runningOf(key) < AT_ONCE_PER_KEY)
      .sort((a, b) => runningOf(a.key) - runningOf(b.key));
    if (!next) return;
    running.set(next.key, runningOf(next.key) + 1);
    next.start();
  }
}

const tooMany = (key: string) =>
  runningOf(key) >= AT_ONCE_PER_KEY
    ? new AppError(
        "RATE_LIMITED",
        `This API key has ${AT_ONCE_PER_KEY} searches or samples in progress already. Wait until one has ended, then try again.`,
      )
    : new AppError(
        "UNAVAILABLE",
        "Too many searches and samples are in progress on this server. Try again in a moment.",
      );
