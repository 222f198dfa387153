import { z } from "zod";
import { type InstantOptions, parseInstant } from "./instant";

/**
 * A time in any spelling that `parseInstant` reads, as ISO 8601 in UTC with milliseconds.
 * @param error replaces the messages of the parser
 */
export const instantSchema = ({ error, ...options }: InstantOptions & { error?: string } = {}) =>
  z
    .string({ error: error ?? requirement(options) })
    .transform((text, context) => {
      const parsed = parseInstant(text, options);
      if (parsed.problem === undefined) return parsed.instant;
      context.addIssue({ code: "custom", message: error ?? parsed.problem });
      return z.NEVER;
    })
    .meta({ type: "string", format: "date-time" });

/** What the parser says about a text that is no time at all. */
const requirement = (options: InstantOptions): string => parseInstant("", options).problem ?? "";
