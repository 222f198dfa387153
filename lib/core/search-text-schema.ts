import { z } from "zod";
import { normalizeSearchText } from "./search-text";

/** A search text in a page's URL. An invalid one means no search. */
export const searchText = z.string().catch("").default("").transform(normalizeSearchText);
