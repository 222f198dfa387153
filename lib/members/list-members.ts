import { reader } from "@/db/client";
import { selectMembers } from "@/db/queries/people";
import type { Actor } from "../actor";
import type { MemberDto } from "./contract";
import { toMemberDto } from "./to-dto";

/** The people of the workspace, by name. Every member may see who else is there. */
export async function listMembers(actor: Actor): Promise<MemberDto[]> {
  return (await selectMembers(reader(), actor.workspaceId)).map(toMemberDto);
}
