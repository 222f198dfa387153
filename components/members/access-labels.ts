import type { MemberDto } from "@/lib/features/members/contract";

/** What the two kinds of access are called. */
export const ACCESS_LABELS = {
  none: "None: pages hidden",
  read: "Read",
  edit: "Read and edit",
} as const;

const ROLE_LABELS: Record<string, string> = { admin: "Admin", member: "Member" };

/** A role or an access by itself, as a value; one that only a newer version knows, as it is stored. */
export const accessLabel = (right: string): string =>
  Object.hasOwn(ROLE_LABELS, right) ? (ROLE_LABELS[right] ?? right) : right;

/** What somebody may do, in a line. */
export const formatAccess = ({ role, access }: Pick<MemberDto, "role" | "access">): string =>
  role === "admin"
    ? "Everything"
    : `API keys: ${access.api_keys}. Response configuration: ${access.response_configuration}.`;
