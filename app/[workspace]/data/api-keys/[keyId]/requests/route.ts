import type { NextRequest } from "next/server";
import { jsonAnswer } from "@/app/json-answer";
import { currentMember } from "@/lib/auth/session";
import { listRequestsInput } from "@/lib/usage/contract";
import { listRequests } from "@/lib/usage/list-requests";
import { parseInput } from "@/lib/validate";

export function GET(
  request: NextRequest,
  { params }: { params: Promise<{ workspace: string; keyId: string }> },
) {
  return jsonAnswer(async () => {
    const { workspace, keyId } = await params;
    const actor = await currentMember(workspace);
    const input = parseInput(listRequestsInput, Object.fromEntries(request.nextUrl.searchParams));
    return listRequests(actor, keyId, input);
  });
}
