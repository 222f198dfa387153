// In a file of its own: the server reads the values, and from a client module it would get references only.

/** Shown in place of values that only the reader knows. No slug has this form. */
export const PLACEHOLDERS = { workspace: "YOUR_WORKSPACE", agent: "YOUR_AGENT" } as const;

/** The values in the files of docs/, which the pages replace. */
export const SOURCE_VALUES = {
  origin: "http://localhost:3000",
  workspace: "harbour-hotels",
  agent: "front-desk-uk",
};
