import type { Question } from "./ui/dialog";

/** What is asked before something closes that is never shown again and was not copied. */
export const uncopied = (what: string, word: string): Question => ({
  title: "Close without copying?",
  description: `You have not copied ${what}, and it is never shown again.`,
  leave: "Close anyway",
  stay: `Back to the ${word}`,
});
