"use client";

import { useRef, useState } from "react";
import type { ApiKeyDto } from "@/lib/features/api-keys/contract";

export interface Selection {
  keys: ReadonlyMap<string, ApiKeyDto>;
  /** Selects or deselects a row; with `range`, all rows from the last changed row to this one. */
  set: (key: ApiKeyDto, on: boolean, range: boolean) => void;
  /** Selects or deselects all shown rows. */
  setAll: (on: boolean) => void;
  /** Replaces a changed key. */
  update: (key: ApiKeyDto) => void;
  /** Removes deleted keys. */
  remove: (ids: string[]) => void;
  clear: () => void;
}

const NO_KEYS: ReadonlyMap<string, ApiKeyDto> = new Map();

/**
 * The selected keys of a workspace. The selection survives searching, filtering, sorting and loading more rows.
 * @param shown the current rows: they define ranges, and their data replaces older data of selected keys
 */
export function useSelection(workspace: string, shown: ApiKeyDto[]): Selection {
  const [state, setState] = useState({ of: workspace, keys: NO_KEYS });
  const last = useRef<string>(undefined);
  const selected = state.of === workspace ? state.keys : NO_KEYS;

  // A functional update, because a bulk delete removes keys batch by batch between renders.
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
    keys: new Map([...selected].map(([id, key]) => [id, fresh.get(id) ?? key])),
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
