import type { NextRequest } from "next/server";
import { jsonAnswer } from "@/app/json-answer";
import { currentMember } from "@/lib/auth/session";
import { listPeopleInput } from "@/lib/members/contract";
import { listMembers } from "@/lib/members/list-members";
import { parseInput } from "@/lib/validate";

export function GET(request: NextRequest, { params }: { params: Promise<{ workspace: string }> }) {
  return jsonAnswer(async () => {
    const actor = await currentMember((await params).workspace);
    const input = parseInput(listPeopleInput, Object.fromEntries(request.nextUrl.searchParams));
    return listMembers(actor, input);
  });
}
