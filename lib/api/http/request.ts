import { parse } from "node:querystring";
import { z } from "zod";
import { AppError, type ErrorCode } from "@/lib/core/errors";
import { formatIssue, requirementMessage } from "@/lib/core/validation-messages";
import type { ApiContext } from "./context";

/** The query string as zod takes it: a parameter that came once is a text, one that came again a list. */
export function parseQuery(c: ApiContext): Record<string, string | string[]> {
  const { url } = c.req;
  const begin = url.indexOf("?");
  return begin === -1
    ? {}
    : (parse(url.slice(begin + 1), "&", "=", UNLIMITED) as Record<string, string | string[]>);
}

/** As many parameters as come; the address is bounded. */
const UNLIMITED = { maxKeys: 0 };

/**
 * Checks what a client sent, a query or a body.
 * @returns the values, or the first thing that is wrong as an error that names the parameter
 */
export function validateInput<S extends z.ZodType>(
  schema: S,
  input: unknown,
  code: ErrorCode,
): z.output<S> | AppError {
  const parsed = schema.safeParse(input, { error: requirementMessage });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return new AppError(code, issue && formatIssue(issue, "The body"));
}

/**
 * The query string's parameters, or what is wrong with them. A parameter that is not known is ignored, unless it resembles
 * a known one: ignoring `startTime` or `channel[]` would return more than was asked for, and nothing would say so.
 */
export function validateQuery<S extends z.ZodObject>(
  c: ApiContext,
  schema: S,
  code: ErrorCode,
): z.output<S> | AppError {
  const query = parseQuery(c);
  const known = new Map(Object.keys(schema.shape).map((name) => [normalizeName(name), name]));
  for (const name of Object.keys(query)) {
    const knownName = known.get(normalizeName(name));
    if (knownName === undefined || knownName === name) continue;
    const message = `is not a parameter; use ${knownName}`;
    return new AppError(code, `${name} ${message}.`, { [name]: message });
  }
  return validateInput(schema, query, code);
}

/** A parameter's name without what clients write differently: case, separators, and brackets of lists. */
const normalizeName = (name: string): string =>
  name.replace(/\[.*$/s, "").replace(/[_.-]/g, "").toLowerCase();

/** The workspace and the agent of a path, for the OpenAPI document. */
export const agentPathParams = z.object({
  account_id: z.string().meta({ description: "The workspace, by id or slug.", example: "harbour-hotels" }),
  project_id: z.string().meta({ description: "The agent, by id or slug.", example: "front-desk-uk" }),
});

/** The workspace and the agent that the path names. */
export function agentFromPath(c: ApiContext): { account: string; agent: string } {
  const { account = "", agent = "" } = c.req.param() as Record<string, string>;
  return { account: toPgText(account), agent: toPgText(agent) };
}

/** Text that PostgreSQL can compare with: a NUL would be an error there, and is in no id. */
export const toPgText = (ref: string): string => ref.replaceAll("\u0000", "\ufffd").toWellFormed();
