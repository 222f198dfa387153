import { z } from "zod";
import { reader } from "@/db/client";
import { selectMembers, selectOnlyAdmin } from "@/db/queries/people";
import type { Actor } from "../actor";
import { decodeCursor, encodeCursor } from "../cursor";
import type { ListPeopleInput, MemberPage } from "./contract";
import { toMemberDto } from "./to-dto";

const PAGE = 50;

const place = z.object({ name: z.string(), userId: z.string() });

/**
 * A page of the workspace's members, by name. Every member may see who else is there.
 * @throws AppError INPUT_INVALID for a cursor that is not one of ours
 */
export async function listMembers(actor: Actor, { search, cursor }: ListPeopleInput): Promise<MemberPage> {
  const { workspaceId } = actor;
  const after = decodeCursor(cursor, place);
  const [rows, onlyAdmin] = await Promise.all([
    // One more than the page tells of a next.
    selectMembers(reader(), workspaceId, { search, after, limit: PAGE + 1 }),
    selectOnlyAdmin(reader(), workspaceId),
  ]);
  const page = rows.slice(0, PAGE);
  const last = page.at(-1);
  return {
    members: page.map(toMemberDto),
    onlyAdmin,
    nextCursor: rows.length > PAGE && last ? encodeCursor({ name: last.name, userId: last.userId }) : null,
  };
}
