"use client";

import { useRef, useState } from "react";
import type { ApiKeyDto } from "@/lib/api-keys/contract";

export interface Selection {
  keys: ReadonlyMap<string, ApiKeyDto>;
  /** Chooses a row or takes it out; with `range`, all from the row that was last chosen to this one. */
  set: (key: ApiKeyDto, on: boolean, range: boolean) => void;
  /** Chooses all that are shown, or takes them out. */
  setAll: (on: boolean) => void;
  /** Takes keys out that are gone. */
  drop: (ids: string[]) => void;
  clear: () => void;
}

/**
 * The keys that are chosen. They stay chosen while more pages come, and are let go when the list becomes another one:
 * nothing may be deleted that is no longer on the screen.
 * @param list what list it is, as text: its filters and order
 * @param shown the rows as they stand, for ranges
 */
export function useSelection(list: string, shown: ApiKeyDto[]): Selection {
  const [state, setState] = useState<{ of: string; keys: ReadonlyMap<string, ApiKeyDto> }>({
    of: list,
    keys: new Map(),
  });
  const last = useRef<string>(undefined);
  if (state.of !== list) setState({ of: list, keys: new Map() });
  const keys = state.of === list ? state.keys : new Map<string, ApiKeyDto>();

  // From what is chosen by then, not by the last painting: keys are let go one part after the other.
  const mark = (rows: ApiKeyDto[], on: boolean) =>
    setState((now) => {
      const next = new Map(now.of === list ? now.keys : []);
      for (const row of rows) {
        if (on) next.set(row.id, row);
        else next.delete(row.id);
      }
      return { of: list, keys: next };
    });
  return {
    keys,
    set: (key, on, range) => {
      const [from, to] = [last.current, key.id].map((id) => shown.findIndex((row) => row.id === id));
      const rows =
        range && from !== undefined && to !== undefined && from >= 0
          ? shown.slice(Math.min(from, to), Math.max(from, to) + 1)
          : [key];
      last.current = key.id;
      mark(rows, on);
    },
    setAll: (on) => mark(shown, on),
    drop: (ids) =>
      setState(({ of, keys: chosen }) => {
        const gone = new Set(ids);
        return { of, keys: new Map([...chosen].filter(([id]) => !gone.has(id))) };
      }),
    clear: () => setState({ of: list, keys: new Map() }),
  };
}
