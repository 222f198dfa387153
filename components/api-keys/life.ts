import { type ExpiryChoice, expiryInstant } from "@/lib/expiry";

/** How long a new key lives unless somebody chooses otherwise. */
export const USUAL_LIFE: ExpiryChoice = { kind: "days", days: 90 };

/**
 * How long a successor lives unless somebody chooses otherwise: as usual, but never less than the key that it replaces.
 * @param oldExpiresAt ISO 8601
 */
export function lifeOfSuccessor(oldExpiresAt: string, now = new Date()): ExpiryChoice {
  const usual = expiryInstant(USUAL_LIFE, now);
  return usual && usual < new Date(oldExpiresAt) ? { kind: "instant", instant: oldExpiresAt } : USUAL_LIFE;
}

/** When a key ends that is made now, for a form: empty while no day is chosen. */
export const endOf = (choice: ExpiryChoice): string => expiryInstant(choice, new Date())?.toISOString() ?? "";
