"use client";

import { useQuery } from "@tanstack/react-query";
import { STATUS_CLASSES } from "@/lib/usage/terms";
import { hasFailed } from "../read-failed";
import { useClock } from "../time/clock";
import { Skeleton } from "../ui/skeleton";
import { TryAgain } from "../ui/try-again";
import { CLASSES } from "../usage/class-patterns";
import { groupHours, totalOf } from "../usage/group-hours";
import { trafficQuery } from "../usage/queries";
import { TrafficChart } from "../usage/traffic-chart";
import { recentUseSentence } from "../usage/words";

interface Shown {
  id: string;
  name: string;
  /** Which of the two it is. */
  as: string;
}

/** The traffic of a key and of the one that takes over from it, beside each other. */
export function SideBySide({ workspace, keys }: { workspace: string; keys: [Shown, Shown] }) {
  return (
    <dl className="mt-4 grid gap-3 sm:grid-cols-2">
      {keys.map(({ id, name, as }) => (
        <div key={id} className="min-w-0 rounded-xl bg-well px-4 py-3">
          <dt className="text-sm break-words text-muted">
            {name} ({as})
          </dt>
          <dd>
            <Traffic workspace={workspace} keyId={id} name={name} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Traffic({ workspace, keyId, name }: { workspace: string; keyId: string; name: string }) {
  const query = useQuery(trafficQuery({ workspace, keyId }));
  const { now, zone } = useClock();
  const { data } = query;
  if (!data) {
    if (!hasFailed(query)) return <Skeleton className="h-36 w-full bg-line!" />;
    return (
      <span className="flex flex-wrap items-center gap-x-4 gap-y-2 font-semibold">
        Its requests could not be counted.
        <TryAgain busy={query.isFetching} onClick={() => void query.refetch()} />
      </span>
    );
  }
  const bars = groupHours(data.hours, "week", now, zone);
  const total = totalOf(bars);
  const told = CLASSES.map((statusClass) => `${STATUS_CLASSES[statusClass]}: ${total[statusClass]}`);
  return (
    <>
      <p className="font-semibold">{recentUseSentence(data.lastDay)}</p>
      {total.all === 0 ? (
        <p className="mt-2 grid h-28 place-items-center text-sm text-muted">Nothing in the last 7 days</p>
      ) : (
        <div className="mt-2 h-28">
          <TrafficChart bars={bars} label={`${name}: requests per day, last 7 days. ${told.join(", ")}.`} />
        </div>
      )}
    </>
  );
}
