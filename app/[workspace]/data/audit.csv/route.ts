import type { NextRequest } from "next/server";
import { respondWithError } from "@/app/json-response";
import { logUnexpected } from "@/lib/core/log";
import { parseSearchParams } from "@/lib/core/query-parameters";
import { permissionLabel } from "@/lib/features/api-keys/constants";
import { exportAuditInput } from "@/lib/features/audit/contract";
import { auditCsv } from "@/lib/features/audit/csv";
import { exportAudit } from "@/lib/features/audit/export-audit";
import { currentMember, currentTimeZone } from "@/lib/features/auth/session";
import { toResult } from "@/lib/features/server-action";

/** Streams every entry that matches the filters as a CSV file. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const entries = await toResult(async () => {
    const actor = await currentMember(workspace);
    const filters = parseSearchParams(exportAuditInput, request.nextUrl.searchParams);
    return exportAudit(actor, { ...filters, zone: await currentTimeZone() });
  }, "read");
  if (!entries.ok) return respondWithError(entries.error);
  const day = new Date().toISOString().slice(0, 10);
  return new Response(toReadableStream(auditCsv(entries.data, { permissionLabel })), {
    headers: {
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": `attachment; filename="audit-${workspace}-${day}.csv"`,
      "cache-control": "no-store",
    },
  });
}

/** Reads the next page once the previous one is sent, and stops when the client disconnects. */
function toReadableStream(chunks: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        if (done) return controller.close();
        controller.enqueue(encoder.encode(value));
      } catch (error) {
        logUnexpected(error);
        controller.error(error);
      }
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}
