import { z } from "zod";
import { db } from "@/db/client/client";
import { selectMembers, selectOnlyAdmin } from "@/db/queries/members";
import { decodeCursor, encodeCursor } from "@/lib/core/cursor";
import type { Actor } from "@/lib/features/actor";
import type { ListMembersInput, MemberPage } from "./contract";
import { toMemberDto } from "./internal";

const PAGE_SIZE = 50;

const cursorSchema = z.object({ name: z.string(), userId: z.string() });

/**
 * A page of the workspace's members, by name. All members can see them.
 * @throws AppError INPUT_INVALID for a malformed cursor
 */
export async function listMembers(actor: Actor, { search, cursor }: ListMembersInput): Promise<MemberPage> {
  const { workspaceId } = actor;
  const after = decodeCursor(cursor, cursorSchema);
  const [rows, onlyAdminId] = await Promise.all([
    // One extra row shows whether there is a next page.
    selectMembers(db(), workspaceId, { search, after, limit: PAGE_SIZE + 1 }),
    selectOnlyAdmin(db(), workspaceId),
  ]);
  const page = rows.slice(0, PAGE_SIZE);
  const last = page.at(-1);
  return {
    members: page.map(toMemberDto),
    onlyAdminId,
    nextCursor:
      rows.length > PAGE_SIZE && last ? encodeCursor({ name: last.name, userId: last.userId }) : null,
  };
}
