import { z } from "zod";
import { db } from "@/db/client/client";
import { selectInvitations, selectUnicodeInvitationDomains } from "@/db/queries/invitations";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { instantSchema } from "@/lib/core/instant-schema";
import { foldSearch } from "@/lib/core/name-order";
import type { Actor } from "@/lib/features/actor";
import type { InvitationPage, ListMembersInput } from "./contract";
import { emailPatterns } from "./email-search";
import { toInvitationDto } from "./internal";

const PAGE_SIZE = 50;

const cursorSchema = z.object({ createdAt: instantSchema({ firstYear: 1970 }), id: z.string() });

/**
 * A page of the open and expired invitations, newest first. All members can see them.
 * @throws AppError INPUT_INVALID for a malformed cursor
 */
export async function listInvitations(
  actor: Actor,
  { search, cursor }: ListMembersInput,
): Promise<InvitationPage> {
  const after = decodeCursor(cursor, cursorSchema);
  const { workspaceId } = actor;
  const patterns = await emailPatterns(search, () => selectUnicodeInvitationDomains(db(), workspaceId));
  // One extra row shows whether there is a next page.
  const rows = await selectInvitations(db(), workspaceId, {
    search,
    foldedSearch: foldSearch(search),
    emailPatterns: patterns,
    after,
    limit: PAGE_SIZE + 1,
  });
  const { page, nextCursor } = toPage(rows, PAGE_SIZE, ({ createdAt, id }) => ({
    createdAt: createdAt.toISOString(),
    id,
  }));
  return { invitations: page.map(toInvitationDto), nextCursor };
}
