import type { z } from "zod";
import { AppError, type ErrorCode } from "../errors";
import type { ApiContext } from "./types";

/** The query string as zod takes it: a parameter that came once is a text, one that came again a list. */
export function queryOf(c: ApiContext): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  for (const [name, values] of Object.entries(c.req.queries())) {
    query[name] = values.length === 1 ? (values[0] ?? "") : values;
  }
  return query;
}

/** The first thing wrong with a query, as an error that names the parameter. */
export function invalidParameter(error: z.ZodError, code: ErrorCode): AppError {
  const [issue] = error.issues;
  const name = String(issue?.path[0] ?? "");
  return new AppError(code, `${name} ${issue?.message}.`, { [name]: issue?.message ?? "" });
}
