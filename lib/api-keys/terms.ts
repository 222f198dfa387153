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

/** What each permission opens, in one line for the create dialog. */
export const PERMISSION_HINTS: Record<Permission, string> = {
  conversations: "Read calls and chats, as far as each agent's configuration allows.",
  handoff: "Read what an agent stored at the moment of handoff.",
  external_events: "Send events into running conversations.",
};

/** The orders in which the list can stand, and how people read them. */
export const SORTS = {
  created: "Newest first",
  name: "Name",
  expires: "Expiring soonest",
} as const;
export type Sort = keyof typeof SORTS;
