import type { VisibleApiKey } from "@/db/queries/api-keys";
import type { Fact } from "../audit/record-audit";

/** What the audit says of a key that is gone. */
export const deletionOf = (key: Pick<VisibleApiKey, "id" | "name" | "permissions" | "expiresAt">): Fact => ({
  action: "api_key.deleted",
  target: { kind: "api_key", id: key.id, name: key.name },
  changes: { permissions: { old: key.permissions }, expiresAt: { old: key.expiresAt.toISOString() } },
});
