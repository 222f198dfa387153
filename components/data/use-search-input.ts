"use client";

import type { ChangeEvent } from "react";
import { limitSearchText, normalizeSearchText } from "@/lib/core/search-text";
import { maskTypedSecret } from "@/lib/core/typed-secret";
import { useDebouncedInput } from "../hooks/use-debounced-input";

/** How long typing pauses before the list is searched. */
const DEBOUNCE_MS = 250;

/**
 * The props of a search field that reports what was typed once typing pauses. A secret in the text is replaced by its masked
 * form at once: the search becomes a part of the page's URL, which the browser's history and the logs of proxies keep.
 */
export function useSearchInput(search: string, onChange: (search: string) => void) {
  const { typed, setTyped, composition } = useDebouncedInput(
    search,
    DEBOUNCE_MS,
    normalizeSearchText,
    onChange,
  );
  return {
    ...composition,
    type: "search",
    dir: "auto",
    value: typed,
    onChange: ({ target }: ChangeEvent<HTMLInputElement>) =>
      setTyped(maskTypedSecret(target.value) ?? limitSearchText(target.value)),
  };
}
