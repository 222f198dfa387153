"use client";

import { useState } from "react";
import type { ApiKeyDto } from "@/lib/features/api-keys/contract";

export interface SelectedView {
  /** The keys that were selected when it was opened; null while the list shows what it is asked for. */
  keys: ApiKeyDto[] | null;
  open: (keys: ApiKeyDto[]) => void;
  close: () => void;
  /** Shows a key as it was changed. */
  update: (key: ApiKeyDto) => void;
  /** Takes deleted keys out, and closes with the last. */
  remove: (ids: string[]) => void;
}

/**
 * The list of only the selected keys, wherever they are found. A key that is unselected in it keeps its row, so that it can
 * be selected again. It closes when the list is asked for anything else.
 * @param list what the list is asked for, as text
 */
export function useSelectedView(list: string): SelectedView {
  const [opened, setOpened] = useState<{ of: string; keys: ApiKeyDto[] } | null>(null);
  if (opened && opened.of !== list) setOpened(null);
  const edit = (change: (keys: ApiKeyDto[]) => ApiKeyDto[]) =>
    setOpened((now) => {
      const keys = now ? change(now.keys) : [];
      return now && keys.length > 0 ? { ...now, keys } : null;
    });
  return {
    keys: opened?.of === list ? opened.keys : null,
    open: (keys) => setOpened({ of: list, keys }),
    close: () => setOpened(null),
    update: (key) => edit((keys) => keys.map((row) => (row.id === key.id ? key : row))),
    remove: (ids) => edit((keys) => keys.filter(({ id }) => !ids.includes(id))),
  };
}
