import { z } from "zod";
import { db } from "@/db/client/client";
import { selectMembers, selectOnlyAdmin, selectUnicodeMemberDomains } from "@/db/queries/members";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { foldSearch } from "@/lib/core/name-order";
import type { Actor } from "@/lib/features/actor";
import type { ListMembersInput, MemberPage } from "./contract";
import { emailPatterns } from "./email-search";
import { toMemberDto } from "./internal";

const PAGE_SIZE = 50;

const cursorSchema = z.object({ sortKey: z.string(), userId: z.string() });

/**
 * A page of the workspace's members, by name. All members can see them.
 * @throws AppError INPUT_INVALID for a malformed cursor
 */
export async function listMembers(actor: Actor, { search, cursor }: ListMembersInput): Promise<MemberPage> {
  const { workspaceId } = actor;
  const after = decodeCursor(cursor, cursorSchema);
  const patterns = await emailPatterns(search, () => selectUnicodeMemberDomains(db(), workspaceId));
  const [rows, onlyAdminId] = await Promise.all([
    // One extra row shows whether there is a next page.
    selectMembers(db(), workspaceId, {
      search,
      foldedSearch: foldSearch(search),
      emailPatterns: patterns,
      after,
      limit: PAGE_SIZE + 1,
    }),
    selectOnlyAdmin(db(), workspaceId),
  ]);
  const { page, nextCursor } = toPage(rows, PAGE_SIZE, ({ sortKey, userId }) => ({ sortKey, userId }));
  return { members: page.map(toMemberDto), onlyAdminId, nextCursor };
}
