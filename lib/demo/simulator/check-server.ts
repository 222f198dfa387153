import { z } from "zod";
import { AppError } from "@/lib/core/errors";

const TIMEOUT_MS = 5000;

const ready = z.object({ status: z.literal("ready") });
/** The error envelope of the API, whatever the error is. */
const envelope = z.object({ success: z.literal(false), error_code: z.string() });

/**
 * Checks that Agent Studio runs at the URL and is ready.
 * @throws AppError UNAVAILABLE, with what to do
 */
export async function requireServer(url: string): Promise<void> {
  const answer = await probe(`${url}/readyz`);
  const problem =
    "failure" in answer
      ? `No server responds at ${url} (${answer.failure}). ${START_HINT}`
      : problemOf(url, answer);
  if (problem) throw new AppError("UNAVAILABLE", problem);
}

const START_HINT = "Start it with npm start, or pass its URL with --url.";

interface Answer {
  status: number;
  /** Undefined for a body that is not JSON. */
  body: unknown;
  location: string | null;
}

interface Failure {
  /** Why there is no response or no end of it, such as ECONNREFUSED or DEPTH_ZERO_SELF_SIGNED_CERT. */
  failure: string;
}

async function probe(url: string, headers?: Record<string, string>): Promise<Answer | Failure> {
  try {
    // A redirect is not followed: later requests would lose their method and body, or send their key to another host.
    const response = await fetch(url, {
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const { status } = response;
    return { status, body: parseJson(await response.text()), location: response.headers.get("location") };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

/** `fetch` throws a TypeError whose cause is the error of the connection, which does not always have a code. */
function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return "timeout";
  if (!(error.cause instanceof Error)) return error.message;
  return "code" in error.cause ? String(error.cause.code) : error.cause.message;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Why the simulator cannot use the server; undefined if it is Agent Studio and ready. */
function problemOf(url: string, { status, body, location }: Answer): string | undefined {
  if (status === 200 && ready.safeParse(body).success) return undefined;
  // While the server is stopping or has no database.
  if (envelope.safeParse(body).success) return `The server at ${url} is not ready. Try again in a moment.`;
  const target = location !== null && status >= 300 && status < 400 ? redirectTarget(location, url) : null;
  if (target && /^https?:$/.test(target.protocol) && target.origin !== url)
    return `The server at ${url} redirects to ${target.origin}. Pass the URL of the server with --url.`;
  // Proxies of content delivery networks respond with 520 to 530.
  if (status >= 502)
    return `A proxy at ${url} responds with ${status}: the server behind it is not ready. Try again in a moment, or pass the URL of the server with --url.`;
  return `The server at ${url} is not Agent Studio. Pass the URL of the server with --url.`;
}

const redirectTarget = (location: string, base: string): URL | null =>
  URL.canParse(location, base) ? new URL(location, base) : null;

/**
 * Checks that the server accepts the key: that it uses the database in which the key was created.
 * @throws AppError UNAVAILABLE
 */
export async function requireSameDatabase(url: string, key: string): Promise<void> {
  const answer = await probe(`${url}/v3/conversations?limit=1`, { "x-api-key": key });
  if ("failure" in answer || answer.status !== 401) return;
  throw new AppError(
    "UNAVAILABLE",
    `The server at ${url} uses another database than this command. Give both the same STUDIO_DATA or DATABASE_URL.`,
  );
}
