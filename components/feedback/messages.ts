/** What is told where a change was asked for and no answer came: it may have been made all the same. */
export const OUTCOME_UNKNOWN =
  "The server did not answer, so it is not known whether this was done. Look, then try again.";

/** What is told where something was only asked for: nothing can have changed. */
export const NETWORK_ERROR = "The server did not answer. Check your connection, then try again.";
