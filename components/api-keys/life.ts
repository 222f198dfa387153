import { type ExpiryChoice, expiryInstant } from "@/lib/expiry";

/** How long a new key lives unless somebody chooses otherwise. */
export const USUAL_LIFE: ExpiryChoice = { kind: "days", days: 90 };

/** When a key ends that is made now, for a form: empty while no day is chosen. */
export const endOf = (choice: ExpiryChoice): string => expiryInstant(choice, new Date())?.toISOString() ?? "";
