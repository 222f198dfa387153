import type { z } from "zod";
import { AppError, type ErrorCode } from "./errors";
import { parseInput } from "./parse-input";
import { fieldPath } from "./validation-messages";

/** The parameters of a query string: a list for a repeated one. */
export type QueryParameters = Record<string, string | string[] | undefined>;

const knownNames = new WeakMap<z.ZodObject, Map<string, string>>();

/** The parameters of a schema by their names without separators. Computed once, because every request needs it. */
function namesOf(schema: z.ZodObject): Map<string, string> {
  const names =
    knownNames.get(schema) ?? new Map(Object.keys(schema.shape).map((name) => [lettersOf(name), name]));
  knownNames.set(schema, names);
  return names;
}

/**
 * The error for an unknown parameter that resembles a known one. Ignoring `startTime`, `project_id[]` or `filter[channel]`
 * would silently return more than the client asked for.
 * @param code the error code for invalid parameters
 * @returns null if there is none; other unknown parameters are no error
 */
export function misspelledParameter(
  names: string[],
  schema: z.ZodObject,
  code: ErrorCode = "INPUT_INVALID",
): AppError | null {
  const known = namesOf(schema);
  for (const name of names) {
    const meant = Object.hasOwn(schema.shape, name) ? undefined : resembledName(name, known);
    if (meant === undefined) continue;
    const message = `is not a parameter; use ${meant}`;
    return new AppError(code, `${readable(name)} ${message}.`, { [name]: message });
  }
  return null;
}

/** A parameter's first value, also under a name that resembles its own. */
export function resembledValue(
  query: QueryParameters,
  schema: z.ZodObject,
  parameter: string,
): string | undefined {
  const known = namesOf(schema);
  const name =
    query[parameter] === undefined
      ? Object.keys(query).find((other) => resembledName(other, known) === parameter)
      : parameter;
  return [name === undefined ? [] : query[name]].flat()[0];
}

/**
 * Parses the query string of a data route of the console.
 * @throws AppError INPUT_INVALID for an invalid, repeated or misspelled parameter
 */
export function parseSearchParams<S extends z.ZodObject>(schema: S, params: URLSearchParams): z.output<S> {
  const query = new Map<string, string | string[]>();
  for (const [name, value] of params) {
    const earlier = query.get(name);
    query.set(name, earlier === undefined ? value : [earlier, value].flat());
  }
  const error = misspelledParameter([...query.keys()], schema);
  if (error) throw error;
  return parseInput(schema, Object.fromEntries(query));
}

/** JSON:API and some query builders put the name into brackets. */
const NESTED = /^(?:filters?|page|params?|query|where)\[([^\]]+)\]/;

function resembledName(name: string, known: Map<string, string>): string | undefined {
  if (/^[a-z_]+$/.test(name)) return known.get(lettersOf(name));
  // A link that was escaped as HTML has "&amp;" between its parameters.
  const text = decodeAgain(name)
    .normalize("NFKC")
    .toLowerCase()
    .replace(/^(?:amp;)+/, "");
  const [, nested = ""] = NESTED.exec(text) ?? [];
  const [withoutBrackets = ""] = text.split("[", 1);
  for (const spelling of [text, withoutBrackets, nested]) {
    const meant = known.get(lettersOf(spelling));
    if (meant !== undefined) return meant;
  }
  return undefined;
}

/** A name without what clients vary: separators, brackets, white space and invisible characters. */
const lettersOf = (name: string): string => name.replace(/[^\p{L}\p{N}]/gu, "");

/** Undoes a second percent-encoding, as of `%255B`. */
function decodeAgain(name: string): string {
  if (!name.includes("%")) return name;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** A name as it may appear in a message: invisible characters encoded. */
const readable = (name: string): string =>
  fieldPath([name.toWellFormed().replace(/[\p{C}\p{Z}]/gu, encodeURIComponent)]);
