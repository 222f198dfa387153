import { XMLParser, XMLValidator } from "fast-xml-parser";
import { AppError } from "@/lib/core/errors";
import { jsonLimitViolation } from "@/lib/core/json-limits";
import type { EventFormat } from "./contract";

/** No entities, no document types: neither can a body reach for a file, nor unfold into gigabytes. */
const xmlParser = new XMLParser({
  processEntities: false,
  ignoreAttributes: true,
  parseTagValue: false,
  ignoreDeclaration: true,
});

const invalid = (what: string) => new AppError("EXTERNAL_EVENT_INVALID", what);

/** What is at a path of a body. */
export interface Extraction {
  text: string | undefined;
  /** The longest beginning of the path that is there. */
  matchedPath: string;
}

/**
 * The text at a dotted path of a body, such as `a.b.0.c`. Object keys are data: `__proto__` is a name like any other and
 * reaches nothing.
 * @throws AppError EXTERNAL_EVENT_INVALID when the body is not what its type says
 */
export function extractFromBody(body: string, format: EventFormat, path: string): Extraction {
  const keys = path.split(".");
  if (format === "json") return textAt(parseJson(body), keys);
  if (format === "form") return toExtraction(new URLSearchParams(body).get(path), path);
  if (format === "pairs") return toExtraction(parsePairs(body).get(path), path);
  const tree = parseXml(body);
  const whole = textAt(tree, keys);
  if (whole.text !== undefined) return whole;
  // The root element may be left out of the path.
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

/** Tags, comments and attributes that an XML body may hold: parsing takes up to 3 µs for each. */
const MAX_MARKUP = 50_000;
const MARKUP = /<|=\s*["']/g;

function parseXml(body: string): Record<string, unknown> {
  const markup = body.match(MARKUP)?.length ?? 0;
  if (markup > MAX_MARKUP) {
    throw invalid(`The body must not hold more than ${MAX_MARKUP} XML tags and attributes.`);
  }
  if (/<!DOCTYPE|<!ENTITY/i.test(body)) {
    throw invalid("Document types and entities are not accepted in XML. Send the elements alone.");
  }
  if (XMLValidator.validate(body) !== true) throw invalid("The body is not well-formed XML.");
  try {
    return xmlParser.parse(body);
  } catch {
    throw invalid("The body is not well-formed XML.");
  }
}

/** `key=value`, one a line or joined by `&` or `;`. */
function parsePairs(body: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of body.split(/[\n&;]/)) {
    const at = part.indexOf("=");
    if (at > 0) found.set(part.slice(0, at).trim(), part.slice(at + 1).trim());
  }
  return found;
}
