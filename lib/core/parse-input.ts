import type { z } from "zod";
import { AppError, type ErrorCode, type FieldErrors } from "./errors";
import { formatIssue, requirementMessage } from "./validation-messages";

const UNSTORABLE_MESSAGE = "This contains an unsupported character. Type it again.";

/** True if PostgreSQL can store every string in the value, including field names: no NUL, no lone surrogate. */
export function isStorable(value: unknown): boolean {
  if (typeof value === "string") return !value.includes("\u0000") && value.isWellFormed();
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([name, inner]) => isStorable(name) && isStorable(inner));
}

/**
 * Parses input at the edge. Rejects strings that PostgreSQL cannot store in any field.
 * @param code the error code; each edge has its own for invalid input
 * @throws AppError with `fields`: the first message of each field
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
