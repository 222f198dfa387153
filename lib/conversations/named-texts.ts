import { z } from "zod";

/** What is wrong with a text; a function of the most characters that it may have. */
export const TEXT_PROBLEMS = {
  notText: "must be text",
  tooLong: (most: number) => `must have at most ${most} characters`,
  nul: "must not contain a NUL character",
  malformed: "must be well-formed Unicode",
} as const;

const LONGEST_VALUE = 100_000;

function problemOf(value: unknown, most: number): string | undefined {
  if (typeof value !== "string") return TEXT_PROBLEMS.notText;
  if (value.length > most) return TEXT_PROBLEMS.tooLong(most);
  if (value.includes("\u0000")) return TEXT_PROBLEMS.nul;
  return value.isWellFormed() ? undefined : TEXT_PROBLEMS.malformed;
}

function problemOfValue(value: unknown, fewest: number): string | undefined {
  if (typeof value === "string") return problemOf(value, LONGEST_VALUE);
  if (!Array.isArray(value)) return "must be text or a list";
  if (value.length < fewest) return "must hold at least two values";
  for (const item of value) {
    const problem = problemOf(item, LONGEST_VALUE);
    if (problem) return problem;
  }
  return undefined;
}

/** Whether JSON holds an object here. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const text = (maxLength: number) => ({ type: "string" as const, maxLength });

/**
 * An object whose members are texts or lists of texts. Checked by hand: zod's record takes 4 µs for each member, and
 * there may be 100,000.
 * @param longestName the most characters of a name, which is never empty where a list needs two values
 * @param fewest the fewest values of a list
 */
export const namedTexts = ({ longestName, fewest }: { longestName: number; fewest: 0 | 2 }) =>
  z
    .custom<Record<string, string | string[]>>(isObject, "must be an object")
    .superRefine((members, context) => {
      for (const [name, value] of Object.entries(members)) {
        const message =
          fewest > 0 && name === "" ? "must not have an empty name" : problemOf(name, longestName);
        const problem = message ?? problemOfValue(value, fewest);
        if (!problem) continue;
        context.addIssue({ code: "custom", path: [name], message: problem });
        return;
      }
    })
    .meta({
      type: "object",
      additionalProperties: {
        anyOf: [text(LONGEST_VALUE), { type: "array", minItems: fewest, items: text(LONGEST_VALUE) }],
      },
    });
