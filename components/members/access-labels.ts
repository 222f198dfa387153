import type { MemberDto } from "@/lib/features/members/contract";

export const ACCESS_LABELS: Record<string, string> = {
  none: "No access",
  read: "Can view",
  edit: "Can edit",
};

const ROLE_LABELS: Record<string, string> = { admin: "Admin", member: "Member" };

const labelOf = (labels: Record<string, string>, value: string): string =>
  Object.hasOwn(labels, value) ? (labels[value] ?? value) : value;

/** The label of a role. One that only a newer version knows is returned as stored. */
export const roleLabel = (role: string): string => labelOf(ROLE_LABELS, role);

/** The label of an access level. One that only a newer version knows is returned as stored. */
export const accessLabel = (level: string): string => labelOf(ACCESS_LABELS, level);

/** A member's access in one line. */
export const formatAccess = ({ role, access }: Pick<MemberDto, "role" | "access">): string =>
  role === "admin"
    ? "Full access"
    : `API keys: ${accessLabel(access.api_keys)}. Response configuration: ${accessLabel(access.response_configuration)}.`;
