import type { z } from "zod";
import { shorten } from "./graphemes";
import { redactSecrets } from "./redact";

type Issue = z.core.$ZodRawIssue;

const TYPE_LABELS: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  null: "null",
};

/**
 * A requirement in words that follow a field name: "must be live or sandbox". Use it as the `error` of a parse; it replaces
 * zod's default messages, which describe schemas that users and clients do not see.
 */
export function requirementMessage(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? "is required"
        : `must be ${TYPE_LABELS[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return issue.input === undefined ? "is required" : `must be ${oneOf(issue.values.map(String))}`;
    case "too_small":
      return boundMessage(issue.origin, "at least", issue.minimum, issue.inclusive !== false);
    case "too_big":
      return boundMessage(issue.origin, "at most", issue.maximum, issue.inclusive !== false);
    case "unrecognized_keys":
      return `must not have ${issue.keys.length === 1 ? "the field" : "the fields"} ${issue.keys.slice(0, 5).map(formatName).join(", ")}`;
    case "invalid_union":
      return issue.input === undefined ? "is required" : unionMessage(issue);
    case "invalid_key":
      return `has a name that ${issue.issues[0]?.message ?? "is not valid"}`;
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "invalid_format":
      return FORMAT_LABELS[issue.format]
        ? `must be ${FORMAT_LABELS[issue.format]}`
        : "does not have the required format";
    default:
      return "is not valid";
  }
}

/**
 * Formats an issue as a sentence. Messages of the API schemas and of `requirementMessage` begin in lowercase and follow
 * the field name; those of the console are complete sentences, shown beside the field.
 * @param whole the name of the value itself, for an issue without a field
 */
export const formatIssue = ({ path, message }: z.core.$ZodIssue, whole = "The input"): string =>
  /^[a-z]/.test(message) ? `${fieldPath(path) || whole} ${message}.` : message;

/** The path of an issue: "turns.0.user_input". Shortens long names and redacts secrets in them. */
export const fieldPath = (path: PropertyKey[]): string => path.map(formatName).join(".");

const formatName = (name: PropertyKey): string => shorten(redactSecrets(String(name)), MAX_NAME_LENGTH);

/** Maximum length of a field name in a message, so that it does not hide the rest. */
const MAX_NAME_LENGTH = 60;

const FORMAT_LABELS: Record<string, string> = {
  datetime: "an ISO 8601 time with its offset, such as 2026-09-01T12:00:00Z",
  date: "an ISO 8601 date, such as 2026-09-01",
  email: "an email address, such as ada@example.com",
  url: "a URL, such as https://example.com",
  uuid: "a UUID",
};

/** Joins values as alternatives: "live, sandbox or pre-release". */
export const oneOf = (values: string[]): string =>
  values.length < 2 ? values.join("") : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;

function boundMessage(origin: string, bound: string, value: unknown, inclusive: boolean): string {
  const limit = String(value);
  const units: Record<string, string> = { string: "character", array: "item", set: "item", map: "entry" };
  const unit = units[origin];
  if (unit === undefined) {
    return inclusive
      ? `must be ${bound} ${limit}`
      : `must be ${bound === "at least" ? "more" : "less"} than ${limit}`;
  }
  if (limit === "1" && bound === "at least") return "must not be empty";
  return `must have ${bound} ${limit} ${limit === "1" ? unit : unit === "entry" ? "entries" : `${unit}s`}`;
}

/** The issue within the option that the value resembles, or a list of all options. */
function unionMessage(issue: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidUnion>): string {
  if ("options" in issue && Array.isArray(issue.options))
    return `must be ${oneOf(issue.options.map(String))}`;
  const entered = issue.errors.find(
    ([first]) => first && (first.path.length > 0 || !["invalid_type", "invalid_value"].includes(first.code)),
  );
  const [inner] = entered ?? [];
  if (inner) return inner.path.length > 0 ? `at ${fieldPath(inner.path)} ${inner.message}` : inner.message;
  const wanted = issue.errors.flatMap((errors) => errors.slice(0, 1).map(({ message }) => message));
  const shapes = new Set(
    wanted.map((message) => message.replace(/^must be /, "")).filter((shape) => shape !== ""),
  );
  return `must be ${oneOf([...shapes])}`;
}
