"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { STATUS_CLASSES } from "@/lib/features/usage/constants";
import type { KeyTrafficDto } from "@/lib/features/usage/contract";
import { isQueryError, QueryError } from "../feedback/query-error";
import { useClock } from "../time/clock";
import { RelativeTime } from "../time/instant";
import { SegmentedControl } from "../ui/segmented-control";
import { Skeleton } from "../ui/skeleton";
import { Table, TableCell } from "../ui/table";
import { formatRecentUsage, formatRequestCount } from "./format";
import { groupHours, RANGES, type Range, sumBars } from "./group-hours";
import { type KeyRef, trafficQueryOptions } from "./queries";
import { CHART_STATUS_CLASSES, StatusSwatch } from "./status-patterns";
import { TrafficChart } from "./traffic-chart";

/** The usage of a key over time and by IP address. */
export function TrafficPanel({ keyRef }: { keyRef: KeyRef }) {
  const [range, setRange] = useState<Range>("week");
  const query = useQuery(trafficQueryOptions(keyRef, useClock().zone));
  return (
    <section aria-labelledby="requests">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h2 id="requests" tabIndex={-1} className="text-lg font-bold outline-none">
          Requests
        </h2>
        <SegmentedControl legend="Time shown" options={RANGES} value={range} onChange={setRange} />
      </div>
      {query.isPending && !isQueryError(query) ? <TrafficSkeleton /> : null}
      {isQueryError(query) && !query.data ? (
        <QueryError query={query} resourceName="The request counts" />
      ) : null}
      {query.data ? (
        <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_19rem]">
          <TrafficOverTime traffic={query.data} range={range} />
          <IpAddresses {...query.data} />
        </div>
      ) : null}
    </section>
  );
}

const CARD = "min-w-0 rounded-row border border-line/60 bg-card p-4 sm:p-5";

function TrafficOverTime({ traffic, range }: { traffic: KeyTrafficDto; range: Range }) {
  const { now, zone } = useClock();
  const bars = groupHours(traffic.hours, range, now, zone);
  const total = sumBars(bars);
  const caption =
    range === "day" ? "Requests per hour, last 24 hours" : `Requests per day, last ${RANGES[range]}`;
  const totals = CHART_STATUS_CLASSES.map(
    (statusClass) => `${STATUS_CLASSES[statusClass]}: ${total[statusClass]}`,
  );
  return (
    <div className={CARD}>
      <p className="mb-3">{formatRecentUsage(traffic.lastDay)}</p>
      {total.all === 0 ? (
        <p className="grid h-56 place-items-center rounded-xl border border-dashed border-line text-muted">
          No requests in this period
        </p>
      ) : (
        <>
          <div className="h-56">
            <TrafficChart bars={bars} label={`${caption}. ${totals.join(", ")}.`} />
          </div>
          <ul aria-label="Totals" className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-sm">
            {CHART_STATUS_CLASSES.map((statusClass) => (
              <li key={statusClass} className="flex items-center gap-2">
                <StatusSwatch statusClass={statusClass} />
                <span>{STATUS_CLASSES[statusClass]}</span>{" "}
                <span className="font-semibold tabular-nums">
                  {total[statusClass].toLocaleString("en-GB")}
                </span>
              </li>
            ))}
          </ul>
          <details className="mt-3">
            <summary className="w-fit rounded-sm text-sm font-semibold">Show as table</summary>
            <div className="mt-3 [&>section]:max-h-80">
              <Table
                dense
                caption={caption}
                headings={[
                  range === "day" ? "Hour" : "Day",
                  ...CHART_STATUS_CLASSES.map((statusClass) => STATUS_CLASSES[statusClass]),
                ]}
              >
                {bars.toReversed().map((bar) => (
                  <tr key={bar.key}>
                    <th scope="row" className="px-5 py-2 text-left font-medium whitespace-nowrap">
                      {bar.label}
                    </th>
                    {CHART_STATUS_CLASSES.map((statusClass) => (
                      <TableCell key={statusClass}>{bar[statusClass].toLocaleString("en-GB")}</TableCell>
                    ))}
                  </tr>
                ))}
              </Table>
            </div>
          </details>
        </>
      )}
    </div>
  );
}

function IpAddresses({ addresses, totalAddresses }: KeyTrafficDto) {
  const more = totalAddresses - addresses.length;
  return (
    <div className={CARD}>
      <h3 className="mb-3 font-semibold">IP addresses</h3>
      {addresses.length === 0 ? <p className="text-muted">No requests yet.</p> : null}
      <ul className="flex flex-col gap-3">
        {addresses.map(({ address, lastUsedAt, requests }) => (
          <li key={address} className="min-w-0">
            <span translate="no" className="block font-mono text-[0.8125rem] break-all">
              {address}
            </span>
            <span className="block text-sm text-muted">
              <RelativeTime at={lastUsedAt} prefix="Last request" />
              <span>{`, ${formatRequestCount(requests)}`}</span>
            </span>
          </li>
        ))}
        {more > 0 ? <li className="text-muted">{`and ${more.toLocaleString("en-GB")} more`}</li> : null}
      </ul>
    </div>
  );
}

/** The panel while it loads. */
export function TrafficSkeleton() {
  return (
    <div role="status" className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_19rem]">
      <span className="sr-only">Loading requests…</span>
      <div className={CARD}>
        <Skeleton className="mb-3 h-6 w-64 max-w-full" />
        <Skeleton className="h-56 w-full" />
        <Skeleton className="mt-3 h-5 w-72 max-w-full" />
      </div>
      <div className={CARD}>
        <Skeleton className="mb-3 h-6 w-28" />
        <Skeleton className="h-10 w-44" />
      </div>
    </div>
  );
}
