import { AppError } from "@/lib/core/errors";
import { fieldPath } from "@/lib/core/validation-messages";
import {
  EVENT_CONTENT_TYPES,
  type EventContentType,
  type EventFormat,
  type ExternalEventQuery,
} from "./contract";
import type { Extraction } from "./extract-event-id";

const FORMAT_NAMES: Record<EventFormat, string> = {
  json: "JSON",
  form: "a URL-encoded form",
  xml: "XML",
  pairs: "key=value pairs",
};

/**
 * Why a request has no event id: where it was looked for, and how the body was parsed. Clients rely on the first
 * words, up to the colon.
 */
export function eventIdNotFound(
  query: ExternalEventQuery,
  type: EventContentType,
  inBody: Extraction,
): AppError {
  const body = `The body was parsed as ${FORMAT_NAMES[EVENT_CONTENT_TYPES[type]]} (Content-Type: ${type})`;
  const name = quoted(query.event_id_path);
  const why =
    query.event_id_location === "headers"
      ? `there is no header ${name}, or it is empty. ${body} and not searched, because event_id_location is headers.`
      : query.event_id_location === "querystring"
        ? `there is no query parameter ${name}, or it is empty. ${body} and not searched, because event_id_location is querystring.`
        : `there is no text at ${name} in the body. ${body}. ${describeMatch(query.event_id_path, inBody)}`;
  return new AppError("EXTERNAL_EVENT_INVALID", `External event id not found in request: ${why}`);
}

function describeMatch(path: string, { text, matchedPath }: Extraction): string {
  if (text === "") return `What is at ${quoted(path)} is empty.`;
  if (matchedPath === path) return `What is at ${quoted(path)} is not text or a number.`;
  if (matchedPath === "") return "It has nothing of that name at its top level.";
  return `It has ${quoted(matchedPath)}, but nothing further along that path.`;
}

const quoted = (name: string): string => JSON.stringify(fieldPath([name]));
