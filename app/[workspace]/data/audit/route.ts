import type { NextRequest } from "next/server";
import { jsonAnswer } from "@/app/json-answer";
import { listAuditInput } from "@/lib/audit/contract";
import { listAudit } from "@/lib/audit/list-audit";
import { currentMember, currentZone } from "@/lib/auth/session";
import { parseInput } from "@/lib/validate";

export function GET(request: NextRequest, { params }: { params: Promise<{ workspace: string }> }) {
  return jsonAnswer(async () => {
    const actor = await currentMember((await params).workspace);
    const input = parseInput(listAuditInput, Object.fromEntries(request.nextUrl.searchParams));
    return listAudit(actor, { ...input, zone: await currentZone() });
  });
}
