import type { z } from "zod";
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
 * What a value must be, to follow the name of its field: "must be live or sandbox". For the `error` of a parse, where no
 * schema says it in its own words: zod's own messages speak of its schemas, which people and clients do not see.
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
 * An issue as a sentence. Schemas of the APIs, and `requirement`, give what follows the field's name and begin in lower
 * case; those of the console give whole sentences, to stand beside the field.
 * @param whole what to call the value itself, where no field of it is to blame
 */
export const formatIssue = ({ path, message }: z.core.$ZodIssue, whole = "The input"): string =>
  /^[a-z]/.test(message) ? `${fieldPath(path) || whole} ${message}.` : message;

/** Where an issue is: "turns.0.user_input". Names that a client made up are shortened, and never a secret. */
export const fieldPath = (path: PropertyKey[]): string => path.map(formatName).join(".");

const formatName = (name: PropertyKey): string => {
  const text = redactSecrets(String(name));
  return text.length > MAX_NAME_LENGTH ? `${text.slice(0, MAX_NAME_LENGTH)}…` : text;
};

/** Characters of a name in a message: more would hide what is wrong with it. */
const MAX_NAME_LENGTH = 60;

const FORMAT_LABELS: Record<string, string> = {
  datetime: "an ISO 8601 time with its offset, such as 2026-09-01T12:00:00Z",
  date: "an ISO 8601 date, such as 2026-09-01",
  email: "an email address, such as ada@example.com",
  url: "a URL, such as https://example.com",
  uuid: "a UUID",
};

const oneOf = (values: string[]): string =>
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

/** Of the shapes that were possible: what is wrong within the one that the value is of, or all that it could have been. */
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
