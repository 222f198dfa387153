import type { Permission } from "@/lib/features/api-keys/constants";

/** Everything that a key can call: its name in the log, what people call it, the permission that it takes. */
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

/** Whether this version serves it. */
export const isEndpoint = (name: string): name is Endpoint => Object.hasOwn(ENDPOINTS, name);

/** What people call an endpoint; one that only another version knows, as it is named in the log. */
export const endpointLabel = (name: string): string => (isEndpoint(name) ? ENDPOINTS[name].label : name);

/** The most keys whose use one request asks for: their ids stand in its address, which has its limits. */
export const MAX_KEYS_COUNTED = 200;

/** A status by its class. A redirect is nothing that this API answers with. */
export const STATUS_CLASSES = {
  2: "Served (2xx)",
  4: "Refused (4xx)",
  5: "Failed (5xx)",
} as const;
export type StatusClass = keyof typeof STATUS_CLASSES;
