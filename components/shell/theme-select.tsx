"use client";

import { useState } from "react";
import { YEAR_SECONDS } from "@/lib/core/durations";

const THEMES = [
  ["system", "System"],
  ["light", "Light"],
  ["dark", "Dark"],
] as const;
export type Theme = (typeof THEMES)[number][0];

/** Selects the theme. A cookie keeps it, so that the server renders the next page in it. */
export function ThemeSelect({ initial }: { initial: Theme }) {
  const [choice, setChoice] = useState<Theme>(initial);
  const choose = (next: Theme) => {
    setChoice(next);
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing over plain http.
    document.cookie = `theme=${next}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  };
  return (
    <div className="flex items-center justify-between gap-2 text-sm text-muted">
      <label htmlFor="theme">Theme</label>
      <select
        id="theme"
        value={choice}
        onChange={(event) => choose(event.target.value as Theme)}
        className="min-h-9 rounded-lg border border-control bg-transparent px-2 text-ink"
      >
        {THEMES.map(([value, label]) => (
          <option key={value} value={value} className="bg-card">
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
