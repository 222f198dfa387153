// Queries are parsed with node:querystring. Hono's `c.req.query()` keeps only the first value of a repeated parameter, and
// `c.req.queries()` returns an array for every parameter, so a schema cannot distinguish one value from several.

import { parse } from "node:querystring";
import { z } from "zod";
import { AppError, type ErrorCode } from "@/lib/core/errors";
import type { Parsed } from "@/lib/core/parsed";
import { misspelledParameter, type QueryParameters } from "@/lib/core/query-parameters";
import { formatIssue, requirementMessage } from "@/lib/core/validation-messages";
import type { ApiContext } from "./context";

/** The query string's parameters: a string each, or an array if the parameter is repeated, so that schemas can reject it. */
export function parseQuery(c: ApiContext): QueryParameters {
  const { url } = c.req;
  const start = url.indexOf("?");
  return start === -1 ? {} : parse(url.slice(start + 1), "&", "=", UNLIMITED);
}

/** No limit on the number of parameters: the URL's length is limited already. */
const UNLIMITED = { maxKeys: 0 };

/**
 * Validates a query or a body.
 * @param code the error code for invalid input
 * @returns the parsed values, or an error for the first invalid parameter, naming it
 */
export function validateInput<S extends z.ZodType>(
  schema: S,
  input: unknown,
  code: ErrorCode,
): Parsed<z.output<S>> {
  const parsed = schema.safeParse(input, { error: requirementMessage });
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  return { ok: false, error: new AppError(code, issue && formatIssue(issue, "The body")) };
}

/**
 * Validates the query string. Unknown parameters are ignored, unless one resembles a known parameter.
 * @param query if the handler has parsed it already
 */
export function validateQuery<S extends z.ZodObject>(
  c: ApiContext,
  schema: S,
  code: ErrorCode,
  query = parseQuery(c),
): Parsed<z.output<S>> {
  const error = misspelledParameter(Object.keys(query), schema, code);
  return error ? { ok: false, error } : validateInput(schema, query, code);
}

/** The path parameters for a workspace and an agent, for the OpenAPI document. */
export const agentPathParams = z.object({
  account_id: z.string().meta({ description: "The workspace, by ID or slug.", example: "harbour-hotels" }),
  project_id: z.string().meta({ description: "The agent, by ID or slug.", example: "front-desk-uk" }),
});

/** The workspace and the agent in the path, by ID or slug. */
export function agentFromPath(c: ApiContext): { account: string; agent: string } {
  const { account = "", agent = "" } = c.req.param() as Record<string, string>;
  return { account: toPgText(account), agent: toPgText(agent) };
}

/** Replaces what PostgreSQL cannot take as text: NUL and lone surrogates, which no ID contains. */
export const toPgText = (ref: string): string => ref.replaceAll("\u0000", "\ufffd").toWellFormed();
