import type { NextRequest } from "next/server";
import { respondWithJson } from "@/app/json-response";
import { parseSearchParams } from "@/lib/core/query-parameters";
import { listApiKeysPageInput } from "@/lib/features/api-keys/contract";
import { listApiKeys } from "@/lib/features/api-keys/list-api-keys";
import { currentMember } from "@/lib/features/auth/session";

export function GET(request: NextRequest, { params }: { params: Promise<{ workspace: string }> }) {
  return respondWithJson(async () => {
    const actor = await currentMember((await params).workspace);
    const input = parseSearchParams(listApiKeysPageInput, request.nextUrl.searchParams);
    return listApiKeys(actor, input);
  });
}
