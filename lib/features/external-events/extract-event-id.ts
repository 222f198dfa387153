import { XMLParser, XMLValidator } from "fast-xml-parser";
import { AppError } from "@/lib/core/errors";
import { jsonLimitViolation } from "@/lib/core/json-limits";
import { fieldPath } from "@/lib/core/validation-messages";
import {
  EVENT_CONTENT_TYPES,
  type EventContentType,
  type EventFormat,
  type ExternalEventQuery,
} from "./contract";

/** Without entities, a body can neither read files (XXE) nor expand into gigabytes (billion laughs). */
const xmlParser = new XMLParser({
  processEntities: false,
  ignoreAttributes: true,
  parseTagValue: false,
  ignoreDeclaration: true,
});

const invalid = (message: string) => new AppError("EXTERNAL_EVENT_INVALID", message);

/** The result of looking up a path in a body. */
interface Extraction {
  text: string | undefined;
  /** The longest prefix of the path that exists in the body. */
  matchedPath: string;
}

/**
 * Looks up the text at a dotted path of a body, such as `a.b.0.c`. Only own properties count, so `__proto__` finds
 * nothing.
 * @throws AppError EXTERNAL_EVENT_INVALID if the body does not match its format
 */
export function extractFromBody(body: string, format: EventFormat, path: string): Extraction {
  const keys = path.split(".");
  if (format === "json") return textAt(parseJson(body), keys);
  if (format === "form") return toExtraction(new URLSearchParams(body).get(path), path);
  if (format === "pairs") return toExtraction(parsePairs(body).get(path), path);
  const tree = parseXml(body);
  const whole = textAt(tree, keys);
  if (whole.text !== undefined) return whole;
  // The path may omit the root element.
  const inRoot = textAt(Object.values(tree)[0], keys);
  return inRoot.text !== undefined || inRoot.matchedPath.length > whole.matchedPath.length ? inRoot : whole;
}

const toExtraction = (text: string | null | undefined, path: string): Extraction => ({
  text: text ?? undefined,
  matchedPath: text === null || text === undefined ? "" : path,
});

function textAt(value: unknown, keys: string[]): Extraction {
  let found = value;
  for (const [depth, key] of keys.entries()) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) {
      return { text: undefined, matchedPath: keys.slice(0, depth).join(".") };
    }
    found = (found as Record<string, unknown>)[key];
  }
  const isText = typeof found === "string" || typeof found === "number";
  return { text: isText ? String(found) : undefined, matchedPath: keys.join(".") };
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

/** Limit of tags, comments and attributes in an XML body: parsing takes up to 3 µs for each. */
const MAX_MARKUP = 50_000;
const MARKUP = /<|=\s*["']/g;

function parseXml(body: string): Record<string, unknown> {
  const markup = body.match(MARKUP)?.length ?? 0;
  if (markup > MAX_MARKUP) {
    throw invalid(`The body must not contain more than ${MAX_MARKUP} XML tags and attributes.`);
  }
  if (/<!DOCTYPE|<!ENTITY/i.test(body)) {
    throw invalid("XML document types and entities are not accepted. Send only elements.");
  }
  if (XMLValidator.validate(body) !== true) throw invalid("The body is not well-formed XML.");
  try {
    return xmlParser.parse(body);
  } catch {
    throw invalid("The body is not well-formed XML.");
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
  type: EventContentType,
  inBody: Extraction,
): AppError {
  const body = `The body was parsed as ${FORMAT_NAMES[EVENT_CONTENT_TYPES[type]]} (Content-Type: ${type})`;
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
