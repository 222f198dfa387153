import type { Endpoint } from "@/lib/features/api-keys/endpoint-permissions";

/** The maximum number of keys in one request for recent usage: their IDs are in the URL, whose length is limited. */
export const MAX_KEYS_COUNTED = 200;

/** Labels of HTTP status classes. The API does not return redirects. */
export const STATUS_CLASSES = {
  2: "Success (2xx)",
  4: "Client error (4xx)",
  5: "Server error (5xx)",
} as const;
export type StatusClass = keyof typeof STATUS_CLASSES;

/** The label of every endpoint that takes an API key. */
export const ENDPOINT_LABELS: Record<Endpoint, string> = {
  listConversations: "List conversations",
  listConversationsOfKey: "List conversations of all agents",
  listAgentConversations: "List conversations (camelCase)",
  getConversation: "Read a conversation",
  getRecording: "Read a recording",
  getHandoffState: "Read a handoff",
  receiveExternalEvent: "Send an external event",
};

/** @returns false for endpoints of other versions, which the request log may name */
export const isEndpoint = (name: string): name is Endpoint => Object.hasOwn(ENDPOINT_LABELS, name);

/** The label of an endpoint. One that only another version knows is returned as stored. */
export const endpointLabel = (name: string): string => (isEndpoint(name) ? ENDPOINT_LABELS[name] : name);
