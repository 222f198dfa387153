"use client";

import { useRef, useState } from "react";
import type { ApiKeyDto } from "@/lib/features/api-keys/contract";

export interface Selection {
  keys: ReadonlyMap<string, ApiKeyDto>;
  /** Chooses a row or takes it out; with `range`, all from the row that was last chosen to this one. */
  set: (key: ApiKeyDto, on: boolean, range: boolean) => void;
  /** Chooses all that are shown, or takes them out. */
  setAll: (on: boolean) => void;
  /** Shows a selected key as it was changed. */
  update: (key: ApiKeyDto) => void;
  /** Takes deleted keys out. */
  remove: (ids: string[]) => void;
  clear: () => void;
}

const NO_KEYS: ReadonlyMap<string, ApiKeyDto> = new Map();

/**
 * The selected keys of a workspace. They stay selected while the list is searched, filtered, sorted and continued; the
 * list says how many of them it does not show.
 * @param shown the rows as they stand, for ranges; a selected key that is among them is told as it is there
 */
export function useSelection(workspace: string, shown: ApiKeyDto[]): Selection {
  const [state, setState] = useState({ of: workspace, keys: NO_KEYS });
  const last = useRef<string>(undefined);
  const kept = state.of === workspace ? state.keys : NO_KEYS;

  // From what is selected by then, not at the last render: keys are taken out one part after the other.
  const change = (edit: (keys: Map<string, ApiKeyDto>) => void) =>
    setState((now) => {
      const keys = new Map(now.of === workspace ? now.keys : NO_KEYS);
      edit(keys);
      return { of: workspace, keys };
    });
  const mark = (rows: ApiKeyDto[], on: boolean) =>
    change((keys) => {
      for (const row of rows) {
        if (on) keys.set(row.id, row);
        else keys.delete(row.id);
      }
    });
  const fresh = new Map(shown.map((key) => [key.id, key]));
  return {
    keys: new Map([...kept].map(([id, key]) => [id, fresh.get(id) ?? key])),
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
    update: (key) => change((keys) => void (keys.has(key.id) && keys.set(key.id, key))),
    remove: (ids) =>
      change((keys) => {
        for (const id of ids) keys.delete(id);
      }),
    clear: () => setState({ of: workspace, keys: NO_KEYS }),
  };
}
