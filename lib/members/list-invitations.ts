import { z } from "zod";
import { reader } from "@/db/client";
import { selectInvitations } from "@/db/queries/invitations";
import type { Actor } from "../actor";
import { decodeCursor, encodeCursor } from "../cursor";
import { isInstant } from "../time";
import type { InvitationPage, ListPeopleInput } from "./contract";
import { toInvitationDto } from "./to-dto";

const PAGE = 50;

const place = z.object({
  createdAt: z
    .string()
    .refine(isInstant)
    .transform((at) => new Date(at).toISOString()),
  id: z.string(),
});

/**
 * A page of the invitations that have not been accepted, newest first. Every member may see whom to expect.
 * @throws AppError INPUT_INVALID for a cursor that is not one of ours
 */
export async function listInvitations(
  actor: Actor,
  { search, cursor }: ListPeopleInput,
): Promise<InvitationPage> {
  const after = decodeCursor(cursor, place);
  // One more than the page tells of a next.
  const asked = { search, after, limit: PAGE + 1 };
  const rows = await selectInvitations(reader(), actor.workspaceId, asked);
  const page = rows.slice(0, PAGE);
  const last = page.at(-1);
  return {
    invitations: page.map(toInvitationDto),
    nextCursor:
      rows.length > PAGE && last
        ? encodeCursor({ createdAt: last.createdAt.toISOString(), id: last.id })
        : null,
  };
}
