import type { NextRequest } from "next/server";
import { respondWithJson } from "@/app/json-response";
import { parseSearchParams } from "@/lib/core/query-parameters";
import { currentMember } from "@/lib/features/auth/session";
import { listRequestsInput } from "@/lib/features/usage/contract";
import { listRequests } from "@/lib/features/usage/list-requests";

export function GET(
  request: NextRequest,
  { params }: { params: Promise<{ workspace: string; keyId: string }> },
) {
  return respondWithJson(async () => {
    const { workspace, keyId } = await params;
    const actor = await currentMember(workspace);
    const input = parseSearchParams(listRequestsInput, request.nextUrl.searchParams);
    return listRequests(actor, keyId, input);
  });
}
