import type { ConfirmClose } from "../ui/dialog";

/** What is asked before something closes that is never shown again and was not copied. */
export const confirmCloseUncopied = (what: string, word: string): ConfirmClose => ({
  title: "Close without copying?",
  description: `You have not copied ${what}, and it is never shown again.`,
  confirmLabel: "Close anyway",
  cancelLabel: `Back to the ${word}`,
});
