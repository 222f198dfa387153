import { parse } from "content-type";

/** The content type of a body, parsed. */
export interface MediaType {
  /** In lower case and without parameters; empty if there is none. */
  type: string;
  /** The charset as it was sent; undefined if there is none. */
  charset: string | undefined;
}

/** Parses the header Content-Type. Never fails: a malformed type equals none that is accepted. */
export function parseMediaType(contentType: string | undefined): MediaType {
  const { type, parameters } = parse(contentType ?? "");
  return { type, charset: parameters.charset || undefined };
}

/** A type with a structured syntax suffix (RFC 6838, 4.2.8), such as `application/cloudevents+json`. */
const SUFFIXED = /^[\w!#$&^.-]+\/[\w!#$&^.-]+(?:\+[\w!#$&^.-]+)*\+(json|xml)$/;

/** The format that a type's structured syntax suffix states (RFC 6839, 3.1; RFC 7303, 4.2). */
export const suffixFormat = ({ type }: MediaType): "json" | "xml" | undefined =>
  SUFFIXED.exec(type)?.[1] as "json" | "xml" | undefined;

/** True for the types of XML: these may state their encoding in the body (RFC 7303, 3). */
export const isXml = (mediaType: MediaType): boolean =>
  /^(text|application)\/xml$/.test(mediaType.type) || suffixFormat(mediaType) === "xml";
