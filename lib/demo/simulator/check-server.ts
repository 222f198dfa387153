import { AppError } from "@/lib/core/errors";

const TIMEOUT_MS = 5000;

/**
 * Passes when a server of ours answers at the address and can serve.
 * @throws AppError UNAVAILABLE, with what to do
 */
export async function requireServer(url: string, ask: typeof fetch = fetch): Promise<void> {
  const answer = await ask(`${url}/readyz`, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => null);
  if (!answer) {
    throw new AppError(
      "UNAVAILABLE",
      `No server answers at ${url}. Start it with npm start, or say where it is with --url.`,
    );
  }
  const text = await answer.text().catch(() => "");
  if (answer.ok && text.includes('"ready"')) return;
  throw new AppError(
    "UNAVAILABLE",
    text.includes('"not ready"')
      ? `The server at ${url} is not ready yet. Try again in a moment.`
      : `What answers at ${url} is not Agent Studio. Say where the server is with --url.`,
  );
}

/**
 * Passes when the server knows the key, that is, when it works on the database that the key was made in.
 * @throws AppError UNAVAILABLE
 */
export async function requireSameDatabase(
  url: string,
  key: string,
  ask: typeof fetch = fetch,
): Promise<void> {
  const answer = await ask(`${url}/v3/conversations?limit=1`, {
    headers: { "x-api-key": key },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => null);
  if (answer?.status !== 401) return;
  throw new AppError(
    "UNAVAILABLE",
    `The server at ${url} works on another database than this command. Give both the same STUDIO_DATA or DATABASE_URL.`,
  );
}
