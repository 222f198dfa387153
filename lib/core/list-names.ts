/** Words that stand for a whole list where names are shown or typed. */
const KEYWORDS = new Set(["all", "none"]);

/** A list of names in which no name can be taken for two, or for a keyword: those that could be are in double quotes. */
export const listNames = (names: readonly string[]): string =>
  names.map((name) => (/[,"]/.test(name) || KEYWORDS.has(name) ? JSON.stringify(name) : name)).join(", ");
