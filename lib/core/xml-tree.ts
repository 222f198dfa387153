import { SaxesParser } from "saxes";
import { MAX_JSON_DEPTH } from "./json-limits";

/** An XML body that is not accepted. Its message is one for the client, and contains nothing of the body. */
export class XmlError extends Error {}

/** Limit of tags, attributes, comments, processing instructions and CDATA sections: parsing takes up to 3 µs for each. */
const MAX_MARKUP = 50_000;
/** Characters that are parsed between two chances for other work. */
const STEP_CHARACTERS = 32_768;
const TEXT = "#text";

/**
 * Text, or an object of the child elements by name without a prototype. Of several with the same name it has a list. If there
 * is text beside child elements, the member `#text` has it.
 */
type XmlValue = string | { [name: string]: XmlValue | XmlValue[] };

interface OpenElement {
  text: string;
  children: Record<string, XmlValue | XmlValue[]> | undefined;
}

const emptyObject = (): Record<string, XmlValue | XmlValue[]> => Object.create(null);

/**
 * Parses XML 1.0 or 1.1, in steps. Attributes are ignored, and white space around a text is removed. Only the five predefined
 * entities and character references are replaced: without others, a body can neither read files (XXE) nor expand into
 * gigabytes (billion laughs).
 * @returns an object with the root element
 * @throws XmlError
 */
export function* parseXml(xml: string): Generator<void, Record<string, unknown>> {
  // Templates often start with a line feed, after which XML allows no declaration.
  const text = xml.trimStart();
  const parser = new SaxesParser();
  const document = buildTree(parser);
  parser.on("error", () => {
    throw new XmlError(`The body is not well-formed XML: see line ${parser.line}, column ${parser.column}.`);
  });
  for (let at = 0; at < text.length; at += STEP_CHARACTERS) {
    parser.write(text.slice(at, at + STEP_CHARACTERS));
    yield;
  }
  parser.close();
  return document;
}

function buildTree(parser: SaxesParser): Record<string, unknown> {
  const document = emptyObject();
  const open: OpenElement[] = [{ text: "", children: document }];
  let markup = 0;
  const count = () => {
    if (++markup <= MAX_MARKUP) return;
    throw new XmlError(`The body must not contain more than ${MAX_MARKUP} XML tags and attributes.`);
  };
  const addText = (text: string) => {
    const element = open.at(-1);
    if (element) element.text += text;
  };
  parser.on("doctype", () => {
    throw new XmlError("XML document types and entities are not accepted. Send only elements.");
  });
  parser.on("opentagstart", () => {
    count();
    if (open.length > MAX_JSON_DEPTH)
      throw new XmlError(`The body must not nest deeper than ${MAX_JSON_DEPTH} levels.`);
    open.push({ text: "", children: undefined });
  });
  parser.on("closetag", ({ name, isSelfClosing }) => {
    if (!isSelfClosing) count();
    const element = open.pop();
    const parent = open.at(-1);
    if (!element || !parent) return;
    parent.children ??= emptyObject();
    addChild(parent.children, name, toValue(element));
  });
  parser.on("attribute", count);
  parser.on("comment", count);
  parser.on("processinginstruction", count);
  parser.on("text", addText);
  parser.on("cdata", (text) => {
    count();
    addText(text);
  });
  return document;
}

function toValue({ text, children }: OpenElement): XmlValue {
  const trimmed = text.trim();
  if (!children) return trimmed;
  if (trimmed) children[TEXT] = trimmed;
  return children;
}

function addChild(siblings: Record<string, XmlValue | XmlValue[]>, name: string, value: XmlValue): void {
  const earlier = siblings[name];
  if (earlier === undefined) siblings[name] = value;
  else if (Array.isArray(earlier)) earlier.push(value);
  else siblings[name] = [earlier, value];
}
