"use client";

import { ArrowDownUp, Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { SORTS, type Sort } from "@/lib/api-keys/terms";
import type { ListView } from "./list-view";

/** Typing pauses this long before the server is asked. */
const PAUSE_MS = 250;

interface Props {
  view: ListView;
  onChange: (next: Partial<ListView>) => void;
}

export function ListToolbar({ view, onChange }: Props) {
  const [typed, setTyped] = useState(view.search);
  const sent = useRef(view.search);
  const change = useRef(onChange);
  change.current = onChange;

  // The address may change by itself: back button, "clear search".
  useEffect(() => {
    if (view.search !== sent.current) setTyped(view.search);
    sent.current = view.search;
  }, [view.search]);

  useEffect(() => {
    if (typed.trim() === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = typed.trim();
      change.current({ search: typed.trim() });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);

  return (
    <search className="mb-5 flex flex-wrap items-center gap-3">
      <div className="relative min-w-0 flex-1 basis-60 sm:max-w-sm">
        <Search
          aria-hidden
          size={18}
          className="pointer-events-none absolute top-1/2 left-3.5 -translate-y-1/2 text-muted"
        />
        <input
          type="search"
          aria-label="Search keys"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          placeholder="Name, masked ends or id"
          maxLength={100}
          className="input-box pl-10! placeholder:text-muted"
        />
      </div>
      <div className="flex items-center gap-2">
        <ArrowDownUp aria-hidden size={18} className="text-muted" />
        <select
          aria-label="Sort keys"
          value={view.sort}
          onChange={(event) => onChange({ sort: event.target.value as Sort })}
          className="min-h-11 rounded-xl bg-transparent pr-2 font-semibold"
        >
          {Object.entries(SORTS).map(([value, label]) => (
            <option key={value} value={value} className="bg-card">
              {label}
            </option>
          ))}
        </select>
      </div>
    </search>
  );
}
