import { setTimeout as delay } from "node:timers/promises";
import { Client, type ClientConfig, DatabaseError as PgAnswer } from "pg";
import { DatabaseError, isUnavailable, rootCause } from "./errors";

const RETRY_MS = 250;

export interface ConnectRetryOptions {
  /** How long to wait, in milliseconds, for a server that refuses connections or is starting. */
  timeoutMs: number;
  /** Ends the waiting. */
  signal?: AbortSignal | undefined;
  /** Receives one line when the waiting begins. */
  report: (line: string) => void;
}

/**
 * Connects, and waits for a server that is not ready yet: it refuses connections, is starting, or has none to spare.
 * @throws DatabaseError when it is not ready in time, or at once when waiting would not help: a wrong password, say
 */
export async function connectWithRetry(
  connection: ClientConfig,
  { timeoutMs, signal, report }: ConnectRetryOptions,
): Promise<Client> {
  const deadline = Date.now() + timeoutMs;
  let reported = false;
  for (;;) {
    const client = makeClient(connection);
    try {
      await client.connect();
      return client;
    } catch (cause) {
      await client.end().catch(() => {});
      if (signal?.aborted || Date.now() >= deadline || !isUnavailable(cause))
        throw toDatabaseError(client, cause);
      if (!reported) {
        const seconds = Math.round(timeoutMs / 1000);
        report(
          `Waiting up to ${seconds} s for PostgreSQL at ${hostAndPort(client)}: ${errorMessage(cause)}.`,
        );
      }
      reported = true;
      await delay(RETRY_MS, undefined, { signal }).catch(() => {});
    }
  }
}

function makeClient(connection: ClientConfig): Client {
  try {
    const client = new Client({ connectionTimeoutMillis: 10_000, ...connection });
    client.on("error", () => {});
    return client;
  } catch (cause) {
    if (cause instanceof URIError) {
      throw new DatabaseError("DATABASE_URL has an unencoded % in its user or password: write it as %25.", {
        cause,
      });
    }
    throw new DatabaseError(`DATABASE_URL cannot be used: ${errorMessage(cause)}. Correct it.`, { cause });
  }
}

function toDatabaseError(client: Client, cause: unknown): DatabaseError {
  const { code = "" } = rootCause(cause);
  const line = () => {
    if (cause instanceof PgAnswer && /, no encryption$/.test(cause.message)) {
      return `PostgreSQL at ${hostAndPort(client)} refuses: ${errorMessage(cause)}. If it requires TLS, add sslmode=verify-full to DATABASE_URL; see "TLS to PostgreSQL" in docs/operations.md.`;
    }
    if (cause instanceof PgAnswer) {
      return `PostgreSQL at ${hostAndPort(client)} refuses: ${errorMessage(cause)}. Check DATABASE_URL.`;
    }
    if (/CERT|SELF_SIGNED|ISSUER/.test(code)) {
      return `The certificate of PostgreSQL at ${hostAndPort(client)} is not accepted: ${errorMessage(cause)} (${code}). Set sslrootcert in DATABASE_URL to the file of the certificate authority that signed it, and connect by the name that it is for.`;
    }
    if (/does not support SSL/.test(errorMessage(cause))) {
      return `PostgreSQL at ${hostAndPort(client)} does not offer TLS, which sslmode in DATABASE_URL requires. Turn ssl on in PostgreSQL, or remove sslmode to connect without encryption.`;
    }
    return `PostgreSQL does not answer at ${hostAndPort(client)}: ${errorMessage(cause)}. Check DATABASE_URL and that the server runs.`;
  };
  return new DatabaseError(line(), { cause });
}

const hostAndPort = (client: Client): string => `${client.host}:${client.port}`;
const errorMessage = (cause: unknown): string => rootCause(cause).message;
