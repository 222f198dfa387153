import type { NextRequest } from "next/server";
import { respondWithError } from "@/app/json-response";
import { logUnexpected } from "@/lib/core/log";
import { parseInput } from "@/lib/core/parse-input";
import { exportAuditInput } from "@/lib/features/audit/contract";
import { auditCsv } from "@/lib/features/audit/csv";
import { exportAudit } from "@/lib/features/audit/list-audit";
import { currentMember, currentTimeZone } from "@/lib/features/auth/session";
import { toResult } from "@/lib/features/server-action";

/** Everything that the filters take, as a CSV file, written as it is read. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const begun = await toResult(async () => {
    const actor = await currentMember(workspace);
    const filters = parseInput(exportAuditInput, Object.fromEntries(request.nextUrl.searchParams));
    return exportAudit(actor, { ...filters, zone: await currentTimeZone() });
  }, "read");
  if (!begun.ok) return respondWithError(begun.error);
  const day = new Date().toISOString().slice(0, 10);
  return new Response(toReadableStream(auditCsv(begun.data)), {
    headers: {
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": `attachment; filename="audit-${workspace}-${day}.csv"`,
      "cache-control": "no-store",
    },
  });
}

/** A page is read when the one before has gone out; whoever hangs up ends the reading. */
function toReadableStream(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await texts.next();
        if (done) return controller.close();
        controller.enqueue(encoder.encode(value));
      } catch (error) {
        logUnexpected(error);
        controller.error(error);
      }
    },
    async cancel() {
      await texts.return(undefined);
    },
  });
}
