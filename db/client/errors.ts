/** What pg tells of a failed statement. drizzle wraps it, so it may sit in `cause`. */
interface PgError {
  code: string;
  constraint?: string;
}

/** What PostgreSQL or its driver says about an error; undefined when it is none of theirs. */
export function pgError(error: unknown): PgError | undefined {
  for (let e = error; e instanceof Error; e = e.cause) {
    if ("code" in e && typeof e.code === "string") return e as Error & PgError;
  }
  return undefined;
}

/** The database cannot be used; the message is one line for people, with the way out. */
export class DatabaseError extends Error {}

/**
 * The innermost cause of an error: drizzle wraps what PostgreSQL says, and node wraps the failures of each address of a
 * host in one error without a message.
 */
export function innermostCause(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return innermostCause(error.errors[0]);
  return error instanceof Error && error.cause instanceof Error ? innermostCause(error.cause) : error;
}

/** What the innermost cause of an error says, and its code if it has one. */
export function rootCause(error: unknown): { message: string; code?: string } {
  const cause = innermostCause(error);
  if (!(cause instanceof Error)) return { message: String(cause) };
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
  return { message: cause.message, ...(code ? { code } : {}) };
}

/** Nobody is let into a queue that is this long: an answer that comes too late helps no one. */
export class OverloadedError extends Error {
  constructor() {
    super("Too many requests wait for a database connection.");
    this.name = "OverloadedError";
  }
}

/** Classes of SQLSTATE that say: not now; and a cancelled statement, and a server that has become a standby. */
const UNAVAILABLE_SQLSTATES = /^(08|53|57P)|^(57014|25006)$/;
/** What the network was doing when it failed, with whatever code. A file that is missing is none of it. */
const NETWORK_SYSCALLS = /^(connect|read|write|getaddrinfo)$/;
/** What is said without a code of its own. */
const UNAVAILABLE_MESSAGES =
  /^(timeout exceeded when trying to connect|timeout expired$|Connection terminated|Query read timeout|Client (has encountered a connection error|was closed) and is not queryable)|is not currently accepting connections$/;

/**
 * Whether the database cannot be had at the moment, or took too long: try again. Of a write it is then not known
 * whether it was done.
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

/** Whether PostgreSQL canceled a statement, because its time was up or on request. */
export const isCanceled = (error: unknown): boolean => pgError(error)?.code === "57014";

/** Whether a statement failed because a row with that unique value exists already. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  const found = pgError(error);
  return found?.code === "23505" && found.constraint === constraint;
}

/** Whether a value holds what no text of the database can: a NUL character. */
export const isUnstorableText = (error: unknown): boolean =>
  /^(22021|22P05)$/.test(pgError(error)?.code ?? "");

/** Whether a text that stands for a date or time is none, or is out of PostgreSQL's range. */
export const isInvalidTime = (error: unknown): boolean =>
  /^(22007|22008|22009)$/.test(pgError(error)?.code ?? "");
