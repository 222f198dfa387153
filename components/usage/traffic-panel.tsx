"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { KeyTrafficDto } from "@/lib/usage/contract";
import { STATUS_CLASSES } from "@/lib/usage/terms";
import { hasFailed, ReadFailed } from "../read-failed";
import { Cell, Table } from "../shell/table";
import { useClock } from "../time/clock";
import { RelativeTime } from "../time/instant";
import { Segments } from "../ui/segments";
import { Skeleton } from "../ui/skeleton";
import { CLASSES, ClassSwatch } from "./class-patterns";
import { groupHours, RANGES, type Range, totalOf } from "./group-hours";
import { type KeyPlace, trafficQuery } from "./queries";
import { TrafficChart } from "./traffic-chart";
import { recentUseSentence, requestsWord } from "./words";

/** How much a key is used, over time and from where. */
export function TrafficPanel({ place }: { place: KeyPlace }) {
  const [range, setRange] = useState<Range>("week");
  const query = useQuery(trafficQuery(place));
  return (
    <section aria-labelledby="requests">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h2 id="requests" tabIndex={-1} className="text-lg font-bold outline-none">
          Requests
        </h2>
        <Segments legend="Time shown" options={RANGES} value={range} onChange={setRange} />
      </div>
      {query.isPending && !hasFailed(query) ? <TrafficPending /> : null}
      {hasFailed(query) && !query.data ? <ReadFailed query={query} what="The counts" /> : null}
      {query.data ? (
        <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_19rem]">
          <OverTime traffic={query.data} range={range} />
          <Addresses {...query.data} />
        </div>
      ) : null}
    </section>
  );
}

const CARD = "min-w-0 rounded-row border border-line/60 bg-card p-4 sm:p-5";

function OverTime({ traffic, range }: { traffic: KeyTrafficDto; range: Range }) {
  const { now, zone } = useClock();
  const bars = groupHours(traffic.hours, range, now, zone);
  const total = totalOf(bars);
  const what =
    range === "day" ? "Requests per hour, last 24 hours" : `Requests per day, last ${RANGES[range]}`;
  const told = CLASSES.map((statusClass) => `${STATUS_CLASSES[statusClass]}: ${total[statusClass]}`);
  return (
    <div className={CARD}>
      <p className="mb-3">{recentUseSentence(traffic.lastDay)}</p>
      {total.all === 0 ? (
        <p className="grid h-56 place-items-center rounded-xl border border-dashed border-line text-muted">
          No requests in this time
        </p>
      ) : (
        <>
          <div className="h-56">
            <TrafficChart bars={bars} label={`${what}. ${told.join(", ")}.`} />
          </div>
          <ul aria-label="What the chart shows" className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-sm">
            {CLASSES.map((statusClass) => (
              <li key={statusClass} className="flex items-center gap-2">
                <ClassSwatch statusClass={statusClass} />
                {STATUS_CLASSES[statusClass]}{" "}
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
                caption={what}
                headings={[
                  range === "day" ? "Hour" : "Day",
                  ...CLASSES.map((statusClass) => STATUS_CLASSES[statusClass]),
                ]}
              >
                {bars.toReversed().map((bar) => (
                  <tr key={bar.key}>
                    <th scope="row" className="px-5 py-2 text-left font-medium whitespace-nowrap">
                      {bar.label}
                    </th>
                    {CLASSES.map((statusClass) => (
                      <Cell key={statusClass}>{bar[statusClass].toLocaleString("en-GB")}</Cell>
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

function Addresses({ addresses, addressesInAll }: KeyTrafficDto) {
  const more = addressesInAll - addresses.length;
  return (
    <div className={CARD}>
      <h3 className="mb-3 font-semibold">Addresses</h3>
      {addresses.length === 0 ? <p className="text-muted">No requests yet.</p> : null}
      <ul className="flex flex-col gap-3">
        {addresses.map(({ address, lastUsedAt, requests }) => (
          <li key={address} className="min-w-0">
            <span className="block font-mono text-[0.8125rem] break-all">{address}</span>
            <span className="block text-sm text-muted">
              <RelativeTime at={lastUsedAt} prefix="Last request" />, {requestsWord(requests)}
            </span>
          </li>
        ))}
        {more > 0 ? <li className="text-muted">and {more.toLocaleString("en-GB")} more</li> : null}
      </ul>
    </div>
  );
}

/** The panel while it is on its way. */
export function TrafficPending() {
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
