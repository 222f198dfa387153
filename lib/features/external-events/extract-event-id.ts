import { AppError } from "@/lib/core/errors";
import { jsonLimitViolation } from "@/lib/core/json-limits";
import { runInSlices } from "@/lib/core/time-slicing";
import { fieldPath } from "@/lib/core/validation-messages";
import { parseXml, XmlError } from "@/lib/core/xml-tree";
import type { EventFormat, ExternalEventQuery } from "./contract";

const invalid = (message: string) => new AppError("EXTERNAL_EVENT_INVALID", message);

/** The result of looking up a path in a body. */
interface Extraction {
  text: string | undefined;
  /** The longest prefix of the path that exists in the body. */
  matchedPath: string;
}

/**
 * Looks up the text at a dotted path of a body, such as `a.b.0.c`. Names may contain dots themselves: of several names that
 * fit, the longest comes first. Only own properties count, so `__proto__` finds nothing.
 * @throws AppError EXTERNAL_EVENT_INVALID if the body does not match its format
 */
export async function extractFromBody(body: string, format: EventFormat, path: string): Promise<Extraction> {
  if (format === "json") return textAt(parseJson(body), path);
  if (format === "form") return toExtraction(new URLSearchParams(body).get(path), path);
  if (format === "pairs") return toExtraction(parsePairs(body).get(path), path);
  return extractFromXml(await parseXmlBody(body), path);
}

/** The path may omit the root element. The text of an element with child elements is its `#text`. */
function extractFromXml(document: Record<string, unknown>, path: string): Extraction {
  const [root] = Object.values(document);
  const found = [path, `${path}.#text`].flatMap((at) => [textAt(document, at), textAt(root, at)]);
  const [whole, inRoot] = found as [Extraction, Extraction];
  const closest = inRoot.matchedPath.length > whole.matchedPath.length ? inRoot : whole;
  return found.find(({ text }) => text) ?? found.find(({ text }) => text === "") ?? closest;
}

const toExtraction = (text: string | null | undefined, path: string): Extraction => ({
  text: text ?? undefined,
  matchedPath: text === null || text === undefined ? "" : path,
});

function textAt(value: unknown, path: string): Extraction {
  let matched = 0;
  const find = (parent: unknown, at: number): string | undefined => {
    let empty: string | undefined;
    for (const name of namesAt(parent, path, at)) {
      const end = at + name.length;
      matched = Math.max(matched, end);
      const member = (parent as Record<string, unknown>)[name];
      const text = end === path.length ? toText(member) : find(member, end + 1);
      if (text) return text;
      empty ??= text;
    }
    return empty;
  };
  const text = find(value, 0);
  return { text, matchedPath: path.slice(0, matched) };
}

const toText = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" ? String(value) : undefined;

/**
 * The names of a value's members with which the path continues at a position, the longest first. Compares each name once
 * instead of each part of the path with all names, so that a lookup takes linear time.
 */
function namesAt(value: unknown, path: string, at: number): string[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) {
    const [index = ""] = path.slice(at).split(".", 1);
    return /^\d+$/.test(index) && Object.hasOwn(value, index) ? [index] : [];
  }
  return Object.keys(value)
    .filter((name) => path.startsWith(name, at) && ["", "."].includes(path.charAt(at + name.length)))
    .sort((a, b) => b.length - a.length);
}

function parseJson(body: string): unknown {
  const problem = jsonLimitViolation(body);
  if (problem) throw invalid(`The body ${problem}.`);
  try {
    return JSON.parse(body);
  } catch {
    throw invalid("The body is not valid JSON.");
  }
}

async function parseXmlBody(body: string): Promise<Record<string, unknown>> {
  try {
    return await runInSlices(parseXml(body));
  } catch (error) {
    throw error instanceof XmlError ? invalid(error.message) : error;
  }
}

/** Parses `key=value` pairs, separated by newlines, `&` or `;`. */
function parsePairs(body: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of body.split(/[\n&;]/)) {
    const at = part.indexOf("=");
    if (at > 0) found.set(part.slice(0, at).trim(), part.slice(at + 1).trim());
  }
  return found;
}

const FORMAT_NAMES: Record<EventFormat, string> = {
  json: "JSON",
  form: "a URL-encoded form",
  xml: "XML",
  pairs: "key=value pairs",
};

/**
 * Explains why a request has no event ID: where we looked, and how the body was parsed. Clients rely on the message up to
 * the first colon.
 */
export function eventIdNotFound(
  query: ExternalEventQuery,
  { type, format }: { type: string; format: EventFormat },
  inBody: Extraction,
): AppError {
  const body = `The body was parsed as ${FORMAT_NAMES[format]} (Content-Type: ${fieldPath([type])})`;
  const name = quoted(query.event_id_path);
  const reason =
    query.event_id_location === "headers"
      ? `there is no header ${name}, or it is empty. ${body} and not searched, because event_id_location is headers.`
      : query.event_id_location === "querystring"
        ? `there is no query parameter ${name}, or it is empty. ${body} and not searched, because event_id_location is querystring.`
        : `there is no text at ${name} in the body. ${body}. ${describeMatch(query.event_id_path, inBody)}`;
  return new AppError("EXTERNAL_EVENT_INVALID", `External event id not found in request: ${reason}`);
}

function describeMatch(path: string, { text, matchedPath }: Extraction): string {
  if (text === "") return `The value at ${quoted(path)} is empty.`;
  if (matchedPath === path) return `The value at ${quoted(path)} is not text or a number.`;
  if (matchedPath === "") return "It has no such name at its top level.";
  return `It has ${quoted(matchedPath)}, but nothing further along that path.`;
}

const quoted = (name: string): string => JSON.stringify(fieldPath([name]));
