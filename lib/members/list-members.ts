import { reader } from "@/db/client";
import { selectMembers } from "@/db/queries/people";
import type { Actor } from "../actor";
import type { MemberDto } from "./contract";

/** The people of the workspace, by name. Every member may see who else is there. */
export async function listMembers(actor: Actor): Promise<MemberDto[]> {
  const rows = await selectMembers(reader(), actor.workspaceId);
  return rows.map((row) => ({
    userId: row.userId,
    name: row.name,
    email: row.email,
    role: row.role,
    access: { api_keys: row.apiKeysAccess, response_configuration: row.configurationAccess },
    createdAt: row.createdAt.toISOString(),
  }));
}
