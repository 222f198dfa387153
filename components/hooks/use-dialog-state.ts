"use client";

import { useCallback, useState } from "react";

/**
 * The dialog that a page has open, with its data. The returned close function closes only the current dialog, so a late
 * response cannot close one that was opened after it.
 */
export function useDialogState<D extends object>(): [D | null, (dialog: D) => void, () => void] {
  const [open, setOpen] = useState<D | null>(null);
  const close = useCallback(() => setOpen((now) => (now === open ? null : now)), [open]);
  return [open, setOpen, close];
}
