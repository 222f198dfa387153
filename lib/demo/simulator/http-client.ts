import { setTimeout as wait } from "node:timers/promises";

/** Waits for a number of milliseconds; ends early when the simulation stops. */
export type Sleep = (milliseconds: number) => Promise<void>;

/** The connection to the server, shared by all simulated clients. */
export interface Connection {
  url: string;
  fetch: typeof fetch;
  sleep: Sleep;
  /** Once aborted, requests are not retried. */
  stop: AbortSignal;
  onRetry: () => void;
}

interface RequestSpec {
  method: "GET" | "POST" | "PATCH";
  path: string;
  headers: Record<string, string>;
  body?: string;
  /** How long the server may wait in a long poll. */
  waitMs?: number;
  signal?: AbortSignal;
}

const MAX_ATTEMPTS = 9;
const TIMEOUT_MS = 10_000;
const MAX_BACKOFF_MS = 30_000;

/** An error response, or none. Contains nothing of the request, which carries a secret. */
export class RequestError extends Error {
  constructor(
    message: string,
    readonly status = 0,
  ) {
    super(message);
  }
}

/**
 * Sends a request and retries network errors, 429 and 5xx with exponential backoff, or after `Retry-After`.
 * @throws RequestError for another error status, or after nine attempts
 */
export async function requestWithRetry(connection: Connection, spec: RequestSpec): Promise<unknown> {
  for (let n = 1; ; n++) {
    const attempt = await attemptRequest(connection, spec);
    if ("json" in attempt) return attempt.json;
    if (!attempt.retry || n === MAX_ATTEMPTS || connection.stop.aborted || spec.signal?.aborted)
      throw attempt.error;
    connection.onRetry();
    await connection.sleep(
      Math.min(attempt.retryAfterMs ?? Math.min(200 * 2 ** (n - 1), 5000), MAX_BACKOFF_MS),
    );
  }
}

type AttemptResult = { json: unknown } | { error: RequestError; retry: boolean; retryAfterMs?: number };

async function attemptRequest(
  connection: Connection,
  { method, path, headers, body, waitMs = 0, signal }: RequestSpec,
): Promise<AttemptResult> {
  const what = `${method} ${path.split("?")[0]}`;
  try {
    const signals = [AbortSignal.timeout(TIMEOUT_MS + waitMs), ...(signal ? [signal] : [])];
    const response = await connection.fetch(connection.url + path, {
      method,
      headers,
      body,
      // Following one would send the key or token to another host.
      redirect: "manual",
      signal: AbortSignal.any(signals),
    });
    // Throws for a truncated body, too.
    const text = await response.text();
    if (response.ok) return { json: JSON.parse(text) };
    return {
      error: new RequestError(`${what} returned ${response.status}${errorCodeIn(text)}`, response.status),
      retry: response.status === 429 || (response.status >= 500 && response.status !== 501),
      retryAfterMs: parseRetryAfter(response.headers.get("retry-after")),
    };
  } catch {
    return { error: new RequestError(`${what} got no response`), retry: true };
  }
}

function errorCodeIn(text: string): string {
  const code = /"error_code":"([A-Z_]+)"/.exec(text)?.[1];
  return code ? ` ${code}` : "";
}

/** Parses seconds or an HTTP date to milliseconds; undefined without the header. */
function parseRetryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}

/** Sleeps in real time until the signal aborts. */
export const abortableSleep =
  (stop: AbortSignal): Sleep =>
  (milliseconds) =>
    wait(milliseconds, undefined, { signal: stop }).catch(() => {});
