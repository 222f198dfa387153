import { type ExpiryChoice, resolveExpiry } from "./expiry";

/** How long a new key lives unless somebody chooses otherwise. */
export const DEFAULT_EXPIRY: ExpiryChoice = { kind: "days", days: 90 };

/**
 * How long a successor lives unless somebody chooses otherwise: as usual, but never less than the key that it replaces.
 * @param oldExpiresAt ISO 8601
 */
export function defaultRotationExpiry(oldExpiresAt: string, now = new Date()): ExpiryChoice {
  const usual = resolveExpiry(DEFAULT_EXPIRY, now);
  return usual && usual < new Date(oldExpiresAt)
    ? { kind: "instant", instant: oldExpiresAt }
    : DEFAULT_EXPIRY;
}

/** When a key ends that is made now, for a form: empty while no day is chosen. */
export const toExpiresAt = (choice: ExpiryChoice): string =>
  resolveExpiry(choice, new Date())?.toISOString() ?? "";
