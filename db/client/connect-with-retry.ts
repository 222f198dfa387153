import { setTimeout as delay } from "node:timers/promises";
import { Client, type ClientConfig, DatabaseError as PgDatabaseError } from "pg";
import { DatabaseError, isUnavailable, rootCause } from "./errors";

const RETRY_MS = 250;

export interface ConnectRetryOptions {
  /** How long to retry, in milliseconds, while the server refuses connections or is starting. */
  timeoutMs: number;
  /** Stops retrying. */
  signal?: AbortSignal | undefined;
  /** Receives one line before the first retry. */
  report: (line: string) => void;
}

/**
 * Connects to a server. Retries while it refuses connections, is starting, or has no connection to spare.
 * @throws DatabaseError when it is not ready in time, or immediately if a retry would not help, as with a wrong password
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
      throw new DatabaseError("DATABASE_URL has an unencoded % in its user or password. Write it as %25.", {
        cause,
      });
    }
    throw new DatabaseError(`DATABASE_URL is not usable: ${errorMessage(cause)}. Correct it.`, { cause });
  }
}

function toDatabaseError(client: Client, cause: unknown): DatabaseError {
  const { code = "" } = rootCause(cause);
  const line = () => {
    if (cause instanceof PgDatabaseError && /, no encryption$/.test(cause.message)) {
      return `PostgreSQL at ${hostAndPort(client)} rejected the connection: ${errorMessage(cause)}. If it requires TLS, add sslmode=verify-full to DATABASE_URL; see "TLS to PostgreSQL" in docs/operations.md.`;
    }
    if (cause instanceof PgDatabaseError) {
      return `PostgreSQL at ${hostAndPort(client)} rejected the connection: ${errorMessage(cause)}. Check DATABASE_URL.`;
    }
    if (/CERT|SELF_SIGNED|ISSUER/.test(code)) {
      return `The certificate of PostgreSQL at ${hostAndPort(client)} is not valid: ${errorMessage(cause)} (${code}). Set sslrootcert in DATABASE_URL to the certificate of the authority that signed it, and connect with a host name that the certificate covers.`;
    }
    if (/does not support SSL/.test(errorMessage(cause))) {
      return `PostgreSQL at ${hostAndPort(client)} does not offer TLS, which sslmode in DATABASE_URL requires. Turn ssl on in PostgreSQL, or remove sslmode to connect without encryption.`;
    }
    return `Cannot connect to PostgreSQL at ${hostAndPort(client)}: ${errorMessage(cause)}. Check DATABASE_URL and that the server is running.`;
  };
  return new DatabaseError(line(), { cause });
}

const hostAndPort = (client: Client): string => `${client.host}:${client.port}`;
const errorMessage = (cause: unknown): string => rootCause(cause).message;
