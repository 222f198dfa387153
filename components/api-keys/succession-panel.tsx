"use client";

import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ApiKeyDto } from "@/lib/api-keys/contract";
import type { KeyTrafficDto } from "@/lib/usage/contract";
import { hasFailed } from "../read-failed";
import { useClock } from "../time/clock";
import { RelativeTime } from "../time/instant";
import { Button } from "../ui/button";
import { Skeleton } from "../ui/skeleton";
import { TryAgain } from "../ui/try-again";
import { trafficQuery } from "../usage/queries";
import { recentUseSentence } from "../usage/words";

const DAY_MS = 86_400_000;

interface Props {
  workspace: string;
  apiKey: ApiKeyDto;
  successor: { id: string; name: string };
  canEdit: boolean;
  onDelete: () => void;
}

/** On the page of a key that was rotated: who has changed over, who has not, and when the old key can go. */
export function SuccessionPanel({ workspace, apiKey, successor, canEdit, onDelete }: Props) {
  const { now } = useClock();
  const own = useQuery(trafficQuery({ workspace, keyId: apiKey.id }));
  const next = useQuery(trafficQuery({ workspace, keyId: successor.id }));
  const lastUse = own.data?.addresses[0]?.lastUsedAt ?? apiKey.lastUsedAt;
  // A key that was made an hour ago has not been quiet for a day.
  const quietSince = Date.parse(lastUse ?? apiKey.createdAt);
  const canGo = own.data && next.data?.addresses.length && now - quietSince >= DAY_MS;
  const still = own.data?.addresses.filter(({ lastUsedAt }) => now - Date.parse(lastUsedAt) < DAY_MS) ?? [];
  return (
    <section aria-labelledby="succession" className="rounded-row border border-line/60 bg-card p-4 sm:p-5">
      <h2 id="succession" tabIndex={-1} className="text-lg font-bold break-words outline-none">
        Being replaced by{" "}
        <Link
          href={`/${workspace}/configure/api-keys/${successor.id}`}
          className="rounded-sm underline underline-offset-4"
        >
          {successor.name}
        </Link>
      </h2>
      <p className="mt-1 text-muted">Both keys work until this one is deleted.</p>
      <dl className="mt-4 grid gap-3 sm:grid-cols-2">
        <Traffic term={`${apiKey.name} (this key)`} query={own} />
        <Traffic term={`${successor.name} (its successor)`} query={next} />
      </dl>
      {still.length > 0 ? (
        <>
          <h3 className="mt-4 font-semibold">Still using this key</h3>
          <ul className="mt-1 flex flex-col gap-1">
            {still.map(({ address, lastUsedAt }) => (
              <li key={address} className="flex flex-wrap gap-x-3">
                <span className="font-mono text-[0.8125rem] break-all">{address}</span>
                <span className="text-sm text-muted">
                  <RelativeTime at={lastUsedAt} prefix="last used" />
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {canGo ? (
        <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-3">
          <p className="font-semibold">Nobody has used this key for a day.</p>
          {canEdit ? (
            <Button size="small" onClick={onDelete}>
              Delete it
            </Button>
          ) : null}
        </div>
      ) : null}
    </section>
  );
}

function Traffic({ term, query }: { term: string; query: UseQueryResult<KeyTrafficDto> }) {
  const failed = hasFailed(query) && !query.data;
  return (
    <div className="min-w-0 rounded-xl bg-well px-4 py-3">
      <dt className="text-sm break-words text-muted">{term}</dt>
      <dd className="font-semibold">
        {query.data ? recentUseSentence(query.data.lastDay) : null}
        {failed ? (
          <span className="flex flex-wrap items-center gap-x-4 gap-y-2">
            Its requests could not be counted.
            <TryAgain busy={query.isFetching} onClick={() => void query.refetch()} />
          </span>
        ) : null}
        {!query.data && !failed ? <Skeleton className="h-6 w-48 bg-line!" /> : null}
      </dd>
    </div>
  );
}
