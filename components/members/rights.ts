import type { MemberDto } from "@/lib/members/contract";

/** What the two kinds of access are called. */
export const ACCESS_LABELS = {
  none: "None: pages hidden",
  read: "Read",
  edit: "Read and edit",
} as const;

const WORDS = { none: "none", read: "read", edit: "edit" } as const;

/** A role or an access by itself, as a value. */
export const toldRight = (right: "admin" | "member" | keyof typeof WORDS): string =>
  right === "admin" || right === "member" ? { admin: "Admin", member: "Member" }[right] : WORDS[right];

/** What somebody may do, in a line. */
export const toldRights = ({ role, access }: Pick<MemberDto, "role" | "access">): string =>
  role === "admin"
    ? "Everything"
    : `API keys: ${WORDS[access.api_keys]}. Response configuration: ${WORDS[access.response_configuration]}.`;
