import { z } from "zod";
import { hasAtMostCodePoints } from "@/lib/core/max-code-points";

/** Validation messages for text. */
export const TEXT_ERRORS = {
  notText: "must be text",
  tooLong: (maxLength: number) => `must have at most ${maxLength} characters`,
  nul: "must not contain a NUL character",
  malformed: "must be well-formed Unicode",
} as const;

const MAX_VALUE_LENGTH = 100_000;

function textError(value: unknown, maxLength: number): string | undefined {
  if (typeof value !== "string") return TEXT_ERRORS.notText;
  if (!hasAtMostCodePoints(value, maxLength)) return TEXT_ERRORS.tooLong(maxLength);
  if (value.includes("\u0000")) return TEXT_ERRORS.nul;
  return value.isWellFormed() ? undefined : TEXT_ERRORS.malformed;
}

function valueError(value: unknown, minItems: number): string | undefined {
  if (typeof value === "string") return textError(value, MAX_VALUE_LENGTH);
  if (!Array.isArray(value)) return "must be text or a list";
  if (value.length < minItems) return "must have at least two values";
  for (const item of value) {
    const problem = textError(item, MAX_VALUE_LENGTH);
    if (problem) return problem;
  }
  return undefined;
}

/** True for a JSON object, false for an array or null. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const text = (maxLength: number) => ({ type: "string" as const, maxLength });

/**
 * A schema for an object whose values are strings or arrays of strings. It is checked by hand, because zod's record takes
 * 4 µs per member, and there may be 100,000.
 * @param maxNameLength maximum length of a name; if `minItems` is 2, a name must not be empty
 * @param minItems minimum length of an array
 */
export const stringRecord = ({ maxNameLength, minItems }: { maxNameLength: number; minItems: 0 | 2 }) =>
  z
    .custom<Record<string, string | string[]>>(isObject, "must be an object")
    .superRefine((members, context) => {
      for (const [name, value] of Object.entries(members)) {
        const message =
          minItems > 0 && name === "" ? "must not have an empty name" : textError(name, maxNameLength);
        const problem = message ?? valueError(value, minItems);
        if (!problem) continue;
        context.addIssue({ code: "custom", path: [name], message: problem });
        return;
      }
    })
    .meta({
      type: "object",
      additionalProperties: {
        anyOf: [text(MAX_VALUE_LENGTH), { type: "array", minItems: minItems, items: text(MAX_VALUE_LENGTH) }],
      },
    });
