import { AppError } from "@/lib/core/errors";

const TIMEOUT_MS = 5000;

/**
 * Checks that Agent Studio runs at the URL and is ready.
 * @throws AppError UNAVAILABLE, with what to do
 */
export async function requireServer(url: string): Promise<void> {
  const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
    () => null,
  );
  if (!response) {
    throw new AppError(
      "UNAVAILABLE",
      `No server responds at ${url}. Start it with npm start, or pass its URL with --url.`,
    );
  }
  const body = await response.text().catch(() => "");
  if (response.ok && body.includes('"ready"')) return;
  throw new AppError(
    "UNAVAILABLE",
    isNotReady(response.status, body)
      ? `The server at ${url} is not ready. Try again in a moment.`
      : `The server at ${url} is not Agent Studio. Pass the URL of the server with --url.`,
  );
}

/** True for the envelope with which our /readyz responds while the server is stopping or has no database. */
function isNotReady(status: number, body: string): boolean {
  try {
    return status === 503 && JSON.parse(body).error_code === "UNAVAILABLE";
  } catch {
    return false;
  }
}

/**
 * Checks that the server accepts the key: that it uses the database in which the key was created.
 * @throws AppError UNAVAILABLE
 */
export async function requireSameDatabase(url: string, key: string): Promise<void> {
  const response = await fetch(`${url}/v3/conversations?limit=1`, {
    headers: { "x-api-key": key },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => null);
  if (response?.status !== 401) return;
  throw new AppError(
    "UNAVAILABLE",
    `The server at ${url} uses another database than this command. Give both the same STUDIO_DATA or DATABASE_URL.`,
  );
}
