import type { Permission } from "./constants";

/** Every endpoint that takes an API key, by its name in the request log, and the permission that it requires. */
const ENDPOINT_PERMISSIONS = {
  listConversations: "conversations",
  listConversationsOfKey: "conversations",
  listAgentConversations: "conversations",
  getConversation: "conversations",
  getRecording: "conversations",
  getHandoffState: "handoff",
  receiveExternalEvent: "external_events",
} as const satisfies Record<string, Permission>;

export type Endpoint = keyof typeof ENDPOINT_PERMISSIONS;

/** The permission that an endpoint requires; undefined for one of another version, which the request log may name. */
export const permissionOf = (endpoint: string): Permission | undefined =>
  Object.hasOwn(ENDPOINT_PERMISSIONS, endpoint) ? ENDPOINT_PERMISSIONS[endpoint as Endpoint] : undefined;
