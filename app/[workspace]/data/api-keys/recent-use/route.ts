import type { NextRequest } from "next/server";
import { jsonAnswer } from "@/app/json-answer";
import { currentMember } from "@/lib/auth/session";
import { recentUseInput } from "@/lib/usage/contract";
import { readRecentUse } from "@/lib/usage/read-key-traffic";
import { parseInput } from "@/lib/validate";

export function GET(request: NextRequest, { params }: { params: Promise<{ workspace: string }> }) {
  return jsonAnswer(async () => {
    const actor = await currentMember((await params).workspace);
    const ids = (request.nextUrl.searchParams.get("ids") ?? "").split(",").filter(Boolean);
    return readRecentUse(actor, parseInput(recentUseInput, { ids }));
  });
}
