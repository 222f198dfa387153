import type { NextRequest } from "next/server";
import { respondWithJson } from "@/app/json-response";
import { parseSearchParams } from "@/lib/core/query-parameters";
import { listAuditInput } from "@/lib/features/audit/contract";
import { listAudit } from "@/lib/features/audit/list-audit";
import { currentMember, currentTimeZone } from "@/lib/features/auth/session";

export function GET(request: NextRequest, { params }: { params: Promise<{ workspace: string }> }) {
  return respondWithJson(async () => {
    const actor = await currentMember((await params).workspace);
    const input = parseSearchParams(listAuditInput, request.nextUrl.searchParams);
    return listAudit(actor, { ...input, zone: await currentTimeZone() });
  });
}
