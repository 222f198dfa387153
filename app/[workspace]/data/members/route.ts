import type { NextRequest } from "next/server";
import { respondWithJson } from "@/app/json-response";
import { parseSearchParams } from "@/lib/core/query-parameters";
import { currentMember } from "@/lib/features/auth/session";
import { listMembersInput } from "@/lib/features/members/contract";
import { listMembers } from "@/lib/features/members/list-members";

export function GET(request: NextRequest, { params }: { params: Promise<{ workspace: string }> }) {
  return respondWithJson(async () => {
    const actor = await currentMember((await params).workspace);
    const input = parseSearchParams(listMembersInput, request.nextUrl.searchParams);
    return listMembers(actor, input);
  });
}
