import { setTimeout as wait } from "node:timers/promises";

/** Waits for so many milliseconds, or less once the simulation is stopped. */
export type Sleep = (milliseconds: number) => Promise<void>;

/** The way to the server, shared by everybody who speaks to it. */
export interface Connection {
  url: string;
  fetch: typeof fetch;
  sleep: Sleep;
  /** Once aborted, nothing is tried again. */
  stop: AbortSignal;
  onRetry: () => void;
}

interface RequestSpec {
  method: "GET" | "POST" | "PATCH";
  path: string;
  headers: Record<string, string>;
  body?: string;
  /** How long the server itself may take, for long polls. */
  waitMs?: number;
  signal?: AbortSignal;
}

const MAX_ATTEMPTS = 9;
const TIMEOUT_MS = 10_000;
const MAX_BACKOFF_MS = 30_000;

/** An answer that says no, or that never came. Holds nothing of the request: that carries a secret. */
export class RequestError extends Error {
  constructor(
    message: string,
    readonly status = 0,
  ) {
    super(message);
  }
}

/**
 * Asks until there is an answer: what fails on the way, a busy server and a broken one are asked again with the same
 * words, later each time or when `Retry-After` says.
 * @throws Refused
 */
export async function requestWithRetry(line: Connection, asked: RequestSpec): Promise<unknown> {
  for (let n = 1; ; n++) {
    const tried = await attemptRequest(line, asked);
    if ("json" in tried) return tried.json;
    if (!tried.again || n === MAX_ATTEMPTS || line.stop.aborted || asked.signal?.aborted) throw tried.problem;
    line.onRetry();
    await line.sleep(Math.min(tried.after ?? Math.min(200 * 2 ** (n - 1), 5000), MAX_BACKOFF_MS));
  }
}

type AttemptResult = { json: unknown } | { problem: RequestError; again: boolean; after?: number };

async function attemptRequest(
  line: Connection,
  { method, path, headers, body, waitMs = 0, signal }: RequestSpec,
): Promise<AttemptResult> {
  const what = `${method} ${path.split("?")[0]}`;
  try {
    const signals = [AbortSignal.timeout(TIMEOUT_MS + waitMs), ...(signal ? [signal] : [])];
    const answer = await line.fetch(line.url + path, {
      method,
      headers,
      body,
      signal: AbortSignal.any(signals),
    });
    // A body that breaks off is no answer either.
    const text = await answer.text();
    if (answer.ok) return { json: JSON.parse(text) };
    return {
      problem: new RequestError(
        `${what} was answered with ${answer.status}${errorCodeIn(text)}`,
        answer.status,
      ),
      again: answer.status === 429 || (answer.status >= 500 && answer.status !== 501),
      after: parseRetryAfter(answer.headers.get("retry-after")),
    };
  } catch {
    return { problem: new RequestError(`${what} got no answer`), again: true };
  }
}

function errorCodeIn(text: string): string {
  const code = /"error_code":"([A-Z_]+)"/.exec(text)?.[1];
  return code ? ` ${code}` : "";
}

/** Milliseconds from seconds or an HTTP date; undefined when the server says nothing. */
function parseRetryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}

/** Real time, cut short by the signal. */
export const abortableSleep =
  (stop: AbortSignal): Sleep =>
  (milliseconds) =>
    wait(milliseconds, undefined, { signal: stop }).catch(() => {});
