import type { VisibleApiKey } from "@/db/queries/api-keys";
import type { AuditEvent } from "@/lib/features/audit/record-audit";

/** What the audit says of a key that is gone. */
export const keyDeletedEntry = (
  key: Pick<VisibleApiKey, "id" | "name" | "permissions" | "expiresAt">,
): AuditEvent => ({
  action: "api_key.deleted",
  target: { kind: "api_key", id: key.id, name: key.name },
  changes: { permissions: { old: key.permissions }, expiresAt: { old: key.expiresAt.toISOString() } },
});
