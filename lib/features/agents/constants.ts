// Without zod, so that the first paint does not load a validator.

/** The metrics that the platform writes for every agent. */
export const BUILT_IN_METRICS = [
  "CALL_IN_PROGRESS",
  "CALL_COMPLETED",
  "HANDOFF_REASON",
  "HANDOFF_TO",
] as const;

/** An agent's conversations are counted up to this number; above it, the dialog shows "more than". */
export const MAX_CONVERSATIONS_COUNTED = 100_000;

/** The deletion dialog and the audit entry list this many keys by name and count the others. */
export const MAX_KEYS_LISTED = 200;
