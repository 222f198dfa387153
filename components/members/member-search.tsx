"use client";

import { Search } from "lucide-react";
import { MAX_SEARCH_LENGTH } from "@/lib/features/members/constants";
import { useDebouncedInput } from "../hooks/use-debounced-input";

const DEBOUNCE_MS = 250;

interface Props {
  search: string;
  onChange: (search: string) => void;
}

export function MemberSearch({ search, onChange }: Props) {
  const [typed, setTyped] = useDebouncedInput(search, DEBOUNCE_MS, (text) => text.trim(), onChange);
  return (
    <search className="relative mb-4 block w-full min-w-0 sm:w-80">
      <Search
        aria-hidden
        size={18}
        className="pointer-events-none absolute top-1/2 left-3.5 -translate-y-1/2 text-muted"
      />
      <input
        type="search"
        aria-label="Search members and invitations"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        placeholder="Search by name or email"
        maxLength={MAX_SEARCH_LENGTH}
        className="input-box pl-10! placeholder:text-muted"
      />
    </search>
  );
}
