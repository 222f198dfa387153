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

/** Whether a statement failed because a row with that unique value exists already. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  const found = pgError(error);
  return found?.code === "23505" && found.constraint === constraint;
}
