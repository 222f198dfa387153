import { reader } from "@/db/client";
import { selectInvitations } from "@/db/queries/invitations";
import type { Actor } from "../actor";
import type { InvitationDto } from "./contract";
import { toInvitationDto } from "./to-dto";

/** Who was invited and has not come yet, newest first. Every member may see whom to expect. */
export async function listInvitations(actor: Actor): Promise<InvitationDto[]> {
  return (await selectInvitations(reader(), actor.workspaceId)).map(toInvitationDto);
}
