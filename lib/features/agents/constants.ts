// The words of this slice without zod, so that the first paint does not carry a validator.

/** The metrics that the platform itself writes; every agent has them. */
export const BUILT_IN_METRICS = [
  "CALL_IN_PROGRESS",
  "CALL_COMPLETED",
  "HANDOFF_REASON",
  "HANDOFF_TO",
] as const;

/** Conversations of an agent are counted up to here; "more than" is said beyond. */
export const MAX_CONVERSATIONS_COUNTED = 100_000;

/** As many keys are named where an agent is deleted, in the dialog and in the audit; the others are counted. */
export const MAX_KEYS_LISTED = 200;
