import type { z } from "zod";
import { AppError, type ErrorCode, type FieldErrors } from "./errors";
import { issueSentence, requirement } from "./validation-messages";

/**
 * Parses input once, at the edge. Messages are kept by field, the first of each.
 * @param code what to throw; each edge has its own word for "your input needs a change"
 * @throws AppError with `fields`
 */
export function parseInput<S extends z.ZodType>(
  schema: S,
  input: unknown,
  code: ErrorCode = "INPUT_INVALID",
): z.output<S> {
  const parsed = schema.safeParse(input, { error: requirement });
  if (parsed.success) return parsed.data;
  const fields: FieldErrors = {};
  for (const issue of parsed.error.issues) {
    const field = String(issue.path[0] ?? "");
    fields[field] ??= issueSentence(issue);
  }
  throw new AppError(code, Object.values(fields)[0], fields);
}
