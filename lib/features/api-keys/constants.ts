// Without zod: the first paint must not load a validator.

import { PERMISSIONS, type Permission } from "@/db/schema/permissions";
import { DAY_MS } from "@/lib/core/durations";

export { PERMISSIONS, type Permission };

export const PERMISSION_LABELS: Record<Permission, string> = {
  conversations: "Conversations data",
  handoff: "Handoff",
  external_events: "External events",
};

/** One line for each permission in the key forms. */
export const PERMISSION_DESCRIPTIONS: Record<Permission, string> = {
  conversations: "Read calls and chats. What’s included depends on each agent’s response settings.",
  handoff: "Read the data that an agent stored at handoff.",
  external_events: "Send events to conversations in progress.",
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

/** Every endpoint that takes an API key: its name in the request log, its label, and the permission that it requires. */
export const ENDPOINTS = {
  listConversations: { label: "List conversations", permission: "conversations" },
  listConversationsOfKey: { label: "List conversations of all agents", permission: "conversations" },
  listAgentConversations: { label: "List conversations (camelCase)", permission: "conversations" },
  getConversation: { label: "Read a conversation", permission: "conversations" },
  getRecording: { label: "Read a recording", permission: "conversations" },
  getHandoffState: { label: "Read a handoff", permission: "handoff" },
  receiveExternalEvent: { label: "Send an external event", permission: "external_events" },
} as const satisfies Record<string, { label: string; permission: Permission }>;

export type Endpoint = keyof typeof ENDPOINTS;

/** @returns false for endpoints of other versions, which the request log may name */
export const isEndpoint = (name: string): name is Endpoint => Object.hasOwn(ENDPOINTS, name);

/** The label of an endpoint. One that only another version knows is returned as stored. */
export const endpointLabel = (name: string): string => (isEndpoint(name) ? ENDPOINTS[name].label : name);

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
