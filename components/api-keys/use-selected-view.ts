"use client";

import { useState } from "react";
import type { ApiKeyDto } from "@/lib/features/api-keys/contract";

export interface SelectedView {
  /** The keys that were selected when the view opened; null while it is closed. */
  keys: ApiKeyDto[] | null;
  open: (keys: ApiKeyDto[]) => void;
  close: () => void;
  /** Replaces a changed key. */
  update: (key: ApiKeyDto) => void;
  /** Removes deleted keys. Closes the view with the last one. */
  remove: (ids: string[]) => void;
}

/**
 * A list of the selected keys, whether or not they match the search and filters. A key that is deselected keeps its row,
 * so that it can be selected again. A new search, filter or sort order closes the view.
 * @param list the workspace and list parameters, as text
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
