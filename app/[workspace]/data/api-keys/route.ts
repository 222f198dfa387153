import type { NextRequest } from "next/server";
import { jsonAnswer } from "@/app/json-answer";
import { listApiKeysPageInput } from "@/lib/api-keys/contract";
import { listApiKeys } from "@/lib/api-keys/list-api-keys";
import { currentMember } from "@/lib/auth/session";
import { parseInput } from "@/lib/validate";

export function GET(request: NextRequest, { params }: { params: Promise<{ workspace: string }> }) {
  return jsonAnswer(async () => {
    const actor = await currentMember((await params).workspace);
    const input = parseInput(listApiKeysPageInput, Object.fromEntries(request.nextUrl.searchParams));
    return listApiKeys(actor, input);
  });
}
