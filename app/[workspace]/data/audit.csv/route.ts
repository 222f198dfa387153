import type { NextRequest } from "next/server";
import { errorAnswer } from "@/app/json-answer";
import { changeLines } from "@/components/audit/words";
import { settle } from "@/lib/action";
import { type AuditEntryDto, auditFilters } from "@/lib/audit/contract";
import { csvLine } from "@/lib/audit/csv";
import { exportAudit } from "@/lib/audit/list-audit";
import { currentMember, currentZone } from "@/lib/auth/session";
import { logUnexpected } from "@/lib/log";
import { parseInput } from "@/lib/validate";

const HEADINGS = [
  "time",
  "actor_kind",
  "actor",
  "action",
  "target_kind",
  "target_id",
  "target",
  "changes",
  "address",
];

const fieldsOf = (entry: AuditEntryDto): string[] => [
  entry.at,
  entry.actorKind,
  entry.actorName,
  entry.action,
  entry.targetKind,
  entry.targetId,
  entry.targetName,
  changeLines(entry.changes).join("; "),
  entry.address ?? "",
];

/** Everything that the filters take, as a CSV file, written as it is read. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const begun = await settle(async () => {
    const actor = await currentMember(workspace);
    const filters = parseInput(auditFilters, Object.fromEntries(request.nextUrl.searchParams));
    return exportAudit(actor, { ...filters, zone: await currentZone() });
  });
  if (!begun.ok) return errorAnswer(begun.error);
  const day = new Date().toISOString().slice(0, 10);
  return new Response(csvFrom(begun.data), {
    headers: {
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": `attachment; filename="audit-${workspace}-${day}.csv"`,
      "cache-control": "no-store",
    },
  });
}

/** A page is read when the one before has gone out; whoever hangs up ends the reading. */
function csvFrom(pages: AsyncGenerator<AuditEntryDto[]>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(csvLine(HEADINGS))),
    async pull(controller) {
      try {
        const { done, value } = await pages.next();
        if (done) return controller.close();
        controller.enqueue(encoder.encode(value.map((entry) => csvLine(fieldsOf(entry))).join("")));
      } catch (error) {
        logUnexpected(error);
        controller.error(error);
      }
    },
    async cancel() {
      await pages.return(undefined);
    },
  });
}
