import { z } from "zod";
import { NAME_LIMITS } from "./graphemes";
import { normalizeSearchText } from "./search-text";

const SEARCH_TEXT_ERROR = `Use at most ${NAME_LIMITS.characters} visible characters.`;

/** A search text in a page's URL. An invalid one means no search. */
export const searchText = z.string().catch("").default("").transform(normalizeSearchText);

/** A search text in a request whose response does not show it: an invalid one is an error. */
export const strictSearchText = z
  .string()
  .refine((text) => text.trim() === "" || normalizeSearchText(text) !== "", SEARCH_TEXT_ERROR)
  .transform(normalizeSearchText)
  .default("");
