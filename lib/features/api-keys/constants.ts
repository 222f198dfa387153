// Without zod: the first paint must not load a validator.

import { PERMISSIONS, type Permission } from "@/db/schema/permissions";
import { DAY_MS } from "@/lib/core/durations";

export { PERMISSIONS, type Permission };

export const PERMISSION_LABELS: Record<Permission, string> = {
  conversations: "Conversations data",
  handoff: "Handoff",
  external_events: "External events",
};

const isPermission = (permission: string): permission is Permission =>
  Object.hasOwn(PERMISSION_LABELS, permission);

/** The label of a permission. One that only a newer version knows is returned as stored. */
export const permissionLabel = (permission: string): string =>
  isPermission(permission) ? PERMISSION_LABELS[permission] : permission;

/** Drops permissions that this version does not know: a newer version may have granted them. */
export const knownPermissions = (permissions: readonly string[]): Permission[] =>
  permissions.filter(isPermission);

/** Shown for a key whose agents were all deleted. */
export const NO_AGENTS_LEFT = "No agents: the agents on this key were deleted";

/** The states of a key, in the order in which it passes through them. It is "expiring" for its last 14 days. */
export const KEY_STATES = ["active", "expiring", "expired"] as const;
export type KeyState = (typeof KEY_STATES)[number];

const EXPIRING_WINDOW_MS = 14 * DAY_MS;

/**
 * Advances the state of a key as time passes after it was read. It never goes back from the state that the database
 * reported, so a browser clock that is slow does no harm.
 * @param now milliseconds since 1970
 */
export function keyStateAt(
  { state, expiresAt }: { state: KeyState; expiresAt: string },
  now: number,
): KeyState {
  const left = Date.parse(expiresAt) - now;
  if (left <= 0 || state === "expired") return "expired";
  return left <= EXPIRING_WINDOW_MS ? "expiring" : state;
}

export const KEY_STATE_LABELS: Record<KeyState, string> = {
  active: "Active",
  expiring: "Expiring within 14 days",
  expired: "Expired",
};

/** The sort orders of the list, with their labels. */
export const SORTS = {
  created: "Newest first",
  name: "Name",
  expires: "Expiring soonest",
  used: "Last success",
} as const;
export type Sort = keyof typeof SORTS;

/** Keys that one call may delete. */
export const MAX_BULK_DELETE = 500;
