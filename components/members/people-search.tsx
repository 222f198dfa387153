"use client";

import { Search } from "lucide-react";
import { LONGEST_SEARCH } from "@/lib/members/terms";
import { useRested } from "../use-rested";

/** Typing pauses this long before the server is asked. */
const PAUSE_MS = 250;

interface Props {
  search: string;
  onChange: (search: string) => void;
}

/** The search over members and invitations. */
export function PeopleSearch({ search, onChange }: Props) {
  const [typed, setTyped] = useRested(search, PAUSE_MS, (text) => text.trim(), onChange);
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
        maxLength={LONGEST_SEARCH}
        className="input-box pl-10! placeholder:text-muted"
      />
    </search>
  );
}
