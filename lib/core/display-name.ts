import { z } from "zod";
import { nameProblem, normalizeName } from "./normalize-name";

/** A name that users give to something: normalized, visible, and 1 to 100 characters long. */
export const displayName = z.string().transform((typed, context) => {
  const name = normalizeName(typed);
  const message = nameProblem(name, typed);
  if (message !== undefined) context.addIssue({ code: "custom", message });
  return name;
});

/** A name that may be left empty. */
export const optionalDisplayName = z.preprocess(
  (typed) => (typeof typed === "string" && typed.trim() === "" ? undefined : typed),
  displayName.optional(),
);
