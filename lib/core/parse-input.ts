import type { z } from "zod";
import { AppError, type ErrorCode, type FieldErrors } from "./errors";
import { formatIssue, requirementMessage } from "./validation-messages";

const UNSTORABLE_MESSAGE = "This contains a character that no text can hold. Type it again.";

/** Whether each text in a value, names of fields included, can be stored: no NUL, no half of a surrogate pair. */
export function isStorable(value: unknown): boolean {
  if (typeof value === "string") return !value.includes("\u0000") && value.isWellFormed();
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([name, inner]) => isStorable(name) && isStorable(inner));
}

/**
 * Parses input once, at the edge. Messages are kept by field, the first of each. No text that PostgreSQL cannot store
 * passes, in whatever field.
 * @param code what to throw; each edge has its own word for "your input needs a change"
 * @throws AppError with `fields`
 */
export function parseInput<S extends z.ZodType>(
  schema: S,
  input: unknown,
  code: ErrorCode = "INPUT_INVALID",
): z.output<S> {
  const parsed = schema.safeParse(input, { error: requirementMessage });
  const fields: FieldErrors = {};
  if (parsed.success) {
    if (isStorable(parsed.data)) return parsed.data;
    for (const field of unstorableFields(parsed.data)) fields[field] = UNSTORABLE_MESSAGE;
  } else {
    for (const issue of parsed.error.issues) {
      const field = String(issue.path[0] ?? "");
      fields[field] ??= formatIssue(issue);
    }
  }
  throw new AppError(code, Object.values(fields)[0], fields);
}

function unstorableFields(data: unknown): string[] {
  if (typeof data !== "object" || data === null) return [""];
  return Object.entries(data).flatMap(([field, value]) => (isStorable(value) ? [] : [field]));
}
