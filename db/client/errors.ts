/** The fields of pg's error for a failed statement. Drizzle wraps that error, so it may be in `cause`. */
interface PgError {
  code: string;
  constraint?: string;
}

/** The first error in the chain of causes that has a code, from PostgreSQL or its driver; undefined if there is none. */
export function pgError(error: unknown): PgError | undefined {
  for (let e = error; e instanceof Error; e = e.cause) {
    if ("code" in e && typeof e.code === "string") return e as Error & PgError;
  }
  return undefined;
}

/** The database cannot be used. The message is one line for the operator and says what to do. */
export class DatabaseError extends Error {}

/**
 * The innermost cause of an error. Drizzle wraps PostgreSQL's errors, and Node wraps the failures of a host's addresses in one
 * error without a message.
 */
export function innermostCause(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return innermostCause(error.errors[0]);
  return error instanceof Error && error.cause instanceof Error ? innermostCause(error.cause) : error;
}

/** The message of the innermost cause of an error, and its code if it has one. */
export function rootCause(error: unknown): { message: string; code?: string } {
  const cause = innermostCause(error);
  if (!(cause instanceof Error)) return { message: String(cause) };
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
  return { message: cause.message, ...(code ? { code } : {}) };
}

/** The queue for a connection is full. A request fails immediately instead of waiting for a response that comes too late. */
export class OverloadedError extends Error {
  constructor() {
    super("Too many requests are waiting for a database connection.");
    this.name = "OverloadedError";
  }
}

/**
 * SQLSTATEs that mean "try again": connection errors (08), insufficient resources (53), server shutdown or startup (57P), a
 * canceled statement (57014), and a read-only transaction, as on a server that has become a standby (25006).
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const UNAVAILABLE_SQLSTATES = /^(08|53|57P)|^(57014|25006)$/;
/** System calls whose failure is a network failure, whatever the code. Excludes file operations such as a missing file. */
const NETWORK_SYSCALLS = /^(connect|read|write|getaddrinfo)$/;
/** Messages of errors that have no code. */
const UNAVAILABLE_MESSAGES =
  /^(timeout exceeded when trying to connect|timeout expired$|Connection terminated|Query read timeout|Client (has encountered a connection error|was closed) and is not queryable)|is not currently accepting connections$/;

/**
 * @returns true if the database is unavailable or timed out, so that a retry makes sense. The outcome of a write is then
 * unknown.
 */
export function isUnavailable(error: unknown): boolean {
  for (let e = error; e instanceof Error; e = e.cause) {
    if (e instanceof OverloadedError || UNAVAILABLE_MESSAGES.test(e.message)) return true;
    if (e instanceof AggregateError && e.errors.some(isUnavailable)) return true;
    if ("syscall" in e && typeof e.syscall === "string" && NETWORK_SYSCALLS.test(e.syscall)) return true;
    if ("code" in e && typeof e.code === "string" && UNAVAILABLE_SQLSTATES.test(e.code)) return true;
  }
  return false;
}

/** @returns true if PostgreSQL canceled a statement because of a timeout or a request */
export const isCanceled = (error: unknown): boolean => pgError(error)?.code === "57014";

/** @returns true if a statement failed because the constraint's value already exists */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  const found = pgError(error);
  return found?.code === "23505" && found.constraint === constraint;
}

/** @returns true if a value has a character that PostgreSQL cannot store in text, such as NUL */
export const isUnstorableText = (error: unknown): boolean =>
  /^(22021|22P05)$/.test(pgError(error)?.code ?? "");

/** @returns true if a value is not a valid date or time, or is out of PostgreSQL's range */
export const isInvalidTime = (error: unknown): boolean =>
  /^(22007|22008|22009)$/.test(pgError(error)?.code ?? "");
