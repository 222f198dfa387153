import type { MemberDto } from "@/lib/features/members/contract";

export const ACCESS_LABELS = {
  none: "No access",
  read: "Can view",
  edit: "Can edit",
} as const;

const ROLE_LABELS: Record<string, string> = { admin: "Admin", member: "Member" };

/** The label of a role. Other values, such as access levels and roles of a newer version, are shown as stored. */
export const accessLabel = (value: string): string =>
  Object.hasOwn(ROLE_LABELS, value) ? (ROLE_LABELS[value] ?? value) : value;

/** A member's access in one line. */
export const formatAccess = ({ role, access }: Pick<MemberDto, "role" | "access">): string =>
  role === "admin"
    ? "Full access"
    : `API keys: ${access.api_keys}. Response configuration: ${access.response_configuration}.`;
