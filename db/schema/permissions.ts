/**
 * What an API key may do, in the order in which the console lists it. The column's type, its check constraint and its
 * partial indexes derive from this list, so a new permission needs a migration. Imports nothing: pages read it as well.
 */
export const PERMISSIONS = ["conversations", "handoff", "external_events"] as const;

export type Permission = (typeof PERMISSIONS)[number];
