"use client";

import { Search } from "lucide-react";
import type { Ref } from "react";
import { useSearchInput } from "./use-search-input";

interface Props {
  search: string;
  onChange: (search: string) => void;
  label: string;
  placeholder: string;
  inputRef?: Ref<HTMLInputElement>;
}

/** A search field that reports what was typed once typing pauses. Its parent positions the icon. */
export function SearchField({ search, onChange, label, placeholder, inputRef }: Props) {
  const input = useSearchInput(search, onChange);
  return (
    <>
      <Search
        aria-hidden
        size={18}
        className="pointer-events-none absolute top-1/2 left-3.5 -translate-y-1/2 text-muted"
      />
      <input
        {...input}
        ref={inputRef}
        aria-label={label}
        placeholder={placeholder}
        className="input-box pl-10! placeholder:text-muted"
      />
    </>
  );
}
