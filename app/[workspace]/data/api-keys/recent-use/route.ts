import type { NextRequest } from "next/server";
import { respondWithJson } from "@/app/json-response";
import { parseInput } from "@/lib/core/parse-input";
import { currentMember } from "@/lib/features/auth/session";
import { recentUsageInput } from "@/lib/features/usage/contract";
import { readRecentUsage } from "@/lib/features/usage/read-recent-usage";

export function GET(request: NextRequest, { params }: { params: Promise<{ workspace: string }> }) {
  return respondWithJson(async () => {
    const actor = await currentMember((await params).workspace);
    const ids = (request.nextUrl.searchParams.get("ids") ?? "").split(",").filter(Boolean);
    return readRecentUsage(actor, parseInput(recentUsageInput, { ids }));
  });
}
