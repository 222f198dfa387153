"use client";

import { Search } from "lucide-react";
import type { Ref } from "react";
import { limitSearchText, normalizeSearchText } from "@/lib/core/search-text";
import { useDebouncedInput } from "../hooks/use-debounced-input";

/** How long typing pauses before the list is searched. */
const DEBOUNCE_MS = 250;

interface Props {
  search: string;
  onChange: (search: string) => void;
  label: string;
  placeholder: string;
  inputRef?: Ref<HTMLInputElement>;
}

/** A search field that reports what was typed once typing pauses. Its parent positions the icon. */
export function SearchField({ search, onChange, label, placeholder, inputRef }: Props) {
  const { typed, setTyped, composition } = useDebouncedInput(
    search,
    DEBOUNCE_MS,
    normalizeSearchText,
    onChange,
  );
  return (
    <>
      <Search
        aria-hidden
        size={18}
        className="pointer-events-none absolute top-1/2 left-3.5 -translate-y-1/2 text-muted"
      />
      <input
        ref={inputRef}
        type="search"
        aria-label={label}
        value={typed}
        {...composition}
        onChange={(event) => setTyped(limitSearchText(event.target.value))}
        placeholder={placeholder}
        className="input-box pl-10! placeholder:text-muted"
      />
    </>
  );
}
