"use client";

import { Copy } from "lucide-react";
import type { Ref } from "react";
import { formatLogTime } from "@/lib/core/time";
import type { RequestDto } from "@/lib/features/usage/contract";
import { phrase } from "../data/user-text";
import { useClock } from "../time/clock";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { COPY_BLOCKED, copyText } from "../ui/copy-text";
import { Skeleton } from "../ui/skeleton";
import { Table, TableCell } from "../ui/table";
import { useToast } from "../ui/toast";

const CAPTION = "Request log";
/** Shared with the skeleton, so that nothing moves when the rows load. */
const HEADINGS = ["Time", "Status", "Method", "Path", "Duration", "IP address", "Correlation ID"];

const STATUS_TONES: Record<string, "good" | "warn" | "danger"> = { 2: "good", 4: "warn", 5: "danger" };

interface Props {
  requests: RequestDto[];
  rowsRef: Ref<HTMLTableSectionElement>;
  onOpen: (request: RequestDto) => void;
}

export function LogTable({ requests, rowsRef, onOpen }: Props) {
  const { zone } = useClock();
  return (
    <Table caption={CAPTION} headings={HEADINGS} dense rowsRef={rowsRef}>
      {requests.map((request) => (
        <tr key={`${request.at} ${request.id}`} tabIndex={-1} className="hover:bg-well/60">
          <TableCell>
            <button
              type="button"
              aria-haspopup="dialog"
              onClick={() => onOpen(request)}
              className="rounded-sm text-left font-medium whitespace-nowrap tabular-nums underline decoration-control underline-offset-4"
            >
              <time dateTime={request.at}>{formatLogTime(request.at, zone)}</time>
              <span className="sr-only">, details</span>
            </button>
          </TableCell>
          <TableCell>
            <Badge tone={STATUS_TONES[String(request.status).slice(0, 1)]}>{request.status}</Badge>
          </TableCell>
          <TableCell>
            <span translate="no" className="font-mono text-[0.8125rem]">
              {request.method}
            </span>
          </TableCell>
          <TableCell>
            <span translate="no" className="block min-w-52 font-mono text-[0.8125rem] break-all">
              {request.path}
            </span>
          </TableCell>
          <TableCell>
            <span className="whitespace-nowrap tabular-nums">{`${request.durationMs} ms`}</span>
          </TableCell>
          <TableCell>
            <span translate="no" className="block min-w-28 font-mono text-[0.8125rem] break-all">
              {request.address}
            </span>
          </TableCell>
          <TableCell>
            <CorrelationId id={request.correlationId} />
          </TableCell>
        </tr>
      ))}
    </Table>
  );
}

/** Characters of a correlation ID that are shown: enough to distinguish rows. Copy and the details have all of it. */
const ID_PREFIX_LENGTH = 8;

function CorrelationId({ id }: { id: string }) {
  const toast = useToast();
  const copy = async (button: HTMLElement) => {
    const copied = await copyText(id, button);
    toast(
      copied
        ? phrase`Copied the correlation ID ${id}.`
        : `${COPY_BLOCKED} Open the request’s details and select the ID there.`,
    );
  };
  return (
    <span className="-my-1.5 flex items-center whitespace-nowrap">
      <span translate="no" className="font-mono text-[0.8125rem]">
        {id.length > ID_PREFIX_LENGTH + 1 ? `${id.slice(0, ID_PREFIX_LENGTH)}…` : id}
      </span>
      <Button
        variant="ghost"
        size="icon"
        className="size-9!"
        aria-label={`Copy correlation ID ${id}`}
        onClick={(event) => void copy(event.currentTarget)}
      >
        <Copy aria-hidden size={15} />
      </Button>
    </span>
  );
}

/** The log while it loads. */
export function LogRowsSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading requests…</span>
      <div aria-hidden inert>
        <Table caption={CAPTION} headings={HEADINGS} dense>
          {["a", "b", "c", "d", "e"].map((row) => (
            <tr key={row}>
              {["w-28", "w-10", "w-10", "w-52", "w-12", "w-24", "w-24"].map((width, column) => (
                <TableCell key={HEADINGS[column]}>
                  <Skeleton className={`h-5 ${width}`} />
                </TableCell>
              ))}
            </tr>
          ))}
        </Table>
      </div>
    </div>
  );
}
