"use client";

import type { ReactNode } from "react";
import { formatToSecond } from "@/lib/core/time";
import { endpointLabel, STATUS_CLASSES } from "@/lib/features/usage/constants";
import type { RequestDto } from "@/lib/features/usage/contract";
import { useClock } from "../time/clock";
import { CopyField } from "../ui/copy-field";
import { Dialog } from "../ui/dialog";

/** Never sent: logged when the client disconnects before the response (nginx's status code). */
const CLIENT_CLOSED_REQUEST = 499;

/** One request of the log with all stored fields. */
export function RequestDetails({ request, onClose }: { request: RequestDto; onClose: () => void }) {
  const { zone } = useClock();
  return (
    <Dialog open onClose={onClose} title="Request" description={endpointLabel(request.endpoint)}>
      <dl className="grid gap-4 sm:grid-cols-2">
        <Field term="Time">
          <time dateTime={request.at}>{formatToSecond(request.at, zone)}</time>
          <span translate="no" className="block font-mono text-[0.8125rem] text-muted">
            {request.at}
          </span>
        </Field>
        <Field term="Status">
          {request.status === CLIENT_CLOSED_REQUEST
            ? "499: the client disconnected before the response"
            : `${request.status}: ${statusLabel(request.status)}`}
        </Field>
        <Field term="Path" wide>
          <code translate="no" className="font-mono text-[0.8125rem] break-all">
            {`${request.method} ${request.path}`}
          </code>
        </Field>
        <Field term="Duration">{`${request.durationMs} ms`}</Field>
        <Field term="IP address">
          <span translate="no" className="font-mono text-[0.8125rem] break-all">
            {request.address}
          </span>
        </Field>
        <Field term="Correlation ID" wide>
          <CopyField text={request.correlationId} label="Copy ID" contentLabel="Correlation ID" />
        </Field>
      </dl>
      <p className="mt-5 text-sm text-muted">
        We don’t store query strings, bodies or keys. Use the correlation ID to find this request in server
        logs or response headers.
      </p>
    </Dialog>
  );
}

function statusLabel(status: number): string {
  const entry = Object.entries(STATUS_CLASSES).find(([first]) => first === String(status).slice(0, 1));
  return (entry?.[1] ?? "other").replace(/ \(.*/, "").toLowerCase();
}

function Field({ term, wide, children }: { term: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={wide ? "min-w-0 sm:col-span-2" : "min-w-0"}>
      <dt className="mb-0.5 text-sm text-muted">{term}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}
