"use client";

import { useCallback, useState } from "react";

/**
 * Which of its dialogs a page has open, and what it is about. What closes one is bound to that opening: an answer that
 * comes late closes no other that was opened meanwhile.
 */
export function useDialogState<D extends object>(): [D | null, (dialog: D) => void, () => void] {
  const [open, setOpen] = useState<D | null>(null);
  const close = useCallback(() => setOpen((now) => (now === open ? null : now)), [open]);
  return [open, setOpen, close];
}
