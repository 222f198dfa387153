"use client";

import { useQuery } from "@tanstack/react-query";
import { isolated } from "@/lib/core/bidi";
import { STATUS_CLASSES } from "@/lib/features/usage/constants";
import { UserText } from "../data/user-text";
import { isQueryError } from "../feedback/query-error";
import { useClock } from "../time/clock";
import { RetryButton } from "../ui/retry-button";
import { Skeleton } from "../ui/skeleton";
import { formatRecentUsage } from "../usage/format";
import { groupHours, sumBars } from "../usage/group-hours";
import { trafficQueryOptions } from "../usage/queries";
import { CHART_STATUS_CLASSES } from "../usage/status-patterns";
import { TrafficChart } from "../usage/traffic-chart";

interface ComparedKey {
  id: string;
  name: string;
  /** Whether it is the old or the new key. */
  roleLabel: string;
}

/** The traffic of an old key and its successor, side by side. */
export function TrafficComparison({
  workspace,
  keys,
}: {
  workspace: string;
  keys: [ComparedKey, ComparedKey];
}) {
  return (
    <dl className="mt-4 grid gap-3 sm:grid-cols-2">
      {keys.map(({ id, name, roleLabel }) => (
        <div key={id} className="min-w-0 rounded-xl bg-well px-4 py-3">
          <dt className="text-sm break-words text-muted">
            <UserText>{name}</UserText> <span>{`(${roleLabel})`}</span>
          </dt>
          <dd>
            <KeyTraffic workspace={workspace} keyId={id} name={name} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function KeyTraffic({ workspace, keyId, name }: { workspace: string; keyId: string; name: string }) {
  const query = useQuery(trafficQueryOptions({ workspace, keyId }, useClock().zone));
  const { now, zone } = useClock();
  const { data } = query;
  if (!data) {
    if (!isQueryError(query)) return <Skeleton className="h-36 w-full bg-line!" />;
    return (
      <span className="flex flex-wrap items-center gap-x-4 gap-y-2 font-semibold">
        The requests could not be counted.
        <RetryButton pending={query.isFetching} onClick={() => void query.refetch()} />
      </span>
    );
  }
  const bars = groupHours(data.hours, "week", now, zone);
  const total = sumBars(bars);
  const counts = CHART_STATUS_CLASSES.map(
    (statusClass) => `${STATUS_CLASSES[statusClass]}: ${total[statusClass]}`,
  );
  return (
    <>
      <p className="font-semibold">{formatRecentUsage(data.lastDay)}</p>
      {total.all === 0 ? (
        <p className="mt-2 grid h-28 place-items-center text-sm text-muted">No requests in the last 7 days</p>
      ) : (
        <div className="mt-2 h-28">
          <TrafficChart
            bars={bars}
            label={isolated`${name}: requests per day, last 7 days. ${counts.join(", ")}.`}
          />
        </div>
      )}
    </>
  );
}
