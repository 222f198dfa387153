import { z } from "zod";
import { db } from "@/db/client/client";
import { selectInvitations } from "@/db/queries/invitations";
import { decodeCursor, encodeCursor } from "@/lib/core/cursor";
import { isInstant } from "@/lib/core/time";
import type { Actor } from "@/lib/features/actor";
import type { InvitationPage, ListMembersInput } from "./contract";
import { toInvitationDto } from "./internal";

const PAGE_SIZE = 50;

const cursorSchema = z.object({
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
  { search, cursor }: ListMembersInput,
): Promise<InvitationPage> {
  const after = decodeCursor(cursor, cursorSchema);
  // One more than the page tells of a next.
  const asked = { search, after, limit: PAGE_SIZE + 1 };
  const rows = await selectInvitations(db(), actor.workspaceId, asked);
  const page = rows.slice(0, PAGE_SIZE);
  const last = page.at(-1);
  return {
    invitations: page.map(toInvitationDto),
    nextCursor:
      rows.length > PAGE_SIZE && last
        ? encodeCursor({ createdAt: last.createdAt.toISOString(), id: last.id })
        : null,
  };
}
