import type { Permission } from "@/db/schema/permissions";

/** The maximum number of keys in one request for recent usage: their IDs are in the URL, whose length is limited. */
export const MAX_KEYS_COUNTED = 200;

/** Labels of HTTP status classes. The API does not return redirects. */
export const STATUS_CLASSES = {
  2: "Success (2xx)",
  4: "Client error (4xx)",
  5: "Server error (5xx)",
} as const;
export type StatusClass = keyof typeof STATUS_CLASSES;

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
