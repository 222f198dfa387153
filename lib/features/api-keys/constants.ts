// The words of this slice without zod, so that the first paint does not carry a validator.

/** What a key may be allowed to do, in the order in which the console shows it. */
export const PERMISSIONS = ["conversations", "handoff", "external_events"] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** How people read a permission. */
export const PERMISSION_LABELS: Record<Permission, string> = {
  conversations: "Conversations data",
  handoff: "Handoff",
  external_events: "External events",
};

const isPermission = (permission: string): permission is Permission =>
  Object.hasOwn(PERMISSION_LABELS, permission);

/** How people read a permission; one that only a newer version knows, as it is stored. */
export const permissionLabel = (permission: string): string =>
  isPermission(permission) ? PERMISSION_LABELS[permission] : permission;

/** The permissions that this version knows: a newer one may have given a key others. */
export const knownPermissions = (permissions: readonly string[]): Permission[] =>
  permissions.filter(isPermission);

/** What each permission opens, in one line for the create dialog. */
export const PERMISSION_DESCRIPTIONS: Record<Permission, string> = {
  conversations: "Read calls and chats, as far as each agent's configuration allows.",
  handoff: "Read what an agent stored at the moment of handoff.",
  external_events: "Send events into running conversations.",
};

/** Where a key can be in its life, in that order. It is expiring for the last 14 days before it is expired. */
export const KEY_STATES = ["active", "expiring", "expired"] as const;
export type KeyState = (typeof KEY_STATES)[number];

const EXPIRING_WINDOW_MS = 14 * 86_400_000;

/**
 * The state of a key as time goes on after it was read. The database said what it was; a browser's clock that is behind
 * takes nothing of that back.
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

/** How people read a state. */
export const KEY_STATE_LABELS: Record<KeyState, string> = {
  active: "Active",
  expiring: "Expiring within 14 days",
  expired: "Expired",
};

/** The orders in which the list can stand, and how people read them. */
export const SORTS = {
  created: "Newest first",
  name: "Name",
  expires: "Expiring soonest",
  used: "Last success",
} as const;
export type Sort = keyof typeof SORTS;

/** The most keys that one call deletes. */
export const MAX_BULK_DELETE = 500;

/** The longest text that is searched for or that an agent's id can be. */
export const MAX_SEARCH_LENGTH = 100;
