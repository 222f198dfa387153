"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { formatDaysBefore } from "@/lib/core/calendar";
import { DAY_MS, HOUR_MS } from "@/lib/core/durations";
import { keyStateAt } from "@/lib/features/api-keys/constants";
import type { ApiKeyDto } from "@/lib/features/api-keys/contract";
import { UserText } from "../data/user-text";
import { useClock } from "../time/clock";
import { RelativeTime } from "../time/instant";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";
import { trafficQueryOptions } from "../usage/queries";
import { TrafficComparison } from "./traffic-comparison";

interface Props {
  workspace: string;
  apiKey: ApiKeyDto;
  successor: { id: string; name: string; expiresAt: string };
  canEdit: boolean;
  onDelete: () => void;
}

/** On the page of a rotated key: which clients still use the old key, and whether it can be deleted. */
export function RotationPanel({ workspace, apiKey, successor, canEdit, onDelete }: Props) {
  const { now, zone } = useClock();
  const own = useQuery(trafficQueryOptions({ workspace, keyId: apiKey.id }, zone));
  const next = useQuery(trafficQueryOptions({ workspace, keyId: successor.id }, zone));
  // A key created an hour ago has not been unused for a day. Failed requests don't count: nothing depends on them.
  const lastSuccess = apiKey.lastSuccessAt ?? apiKey.outcomeUnknownUntil;
  const unusedSince = Date.parse(lastSuccess ?? apiKey.createdAt);
  const successorInUse = next.data?.hours.some(({ statusClass }) => statusClass < 4);
  const canDelete = own.data?.lastDay.successes === 0 && successorInUse && now - unusedSince >= DAY_MS;
  // Requests are counted by the full hour.
  const since = Math.floor((now - DAY_MS) / HOUR_MS) * HOUR_MS;
  const activeAddresses =
    own.data?.addresses.filter(({ lastUsedAt }) => Date.parse(lastUsedAt) >= since) ?? [];
  const more = (own.data?.lastDay.addresses ?? 0) - activeAddresses.length;
  const early = formatDaysBefore(successor.expiresAt, apiKey.expiresAt, zone);
  const expired = keyStateAt(apiKey, now) === "expired";
  return (
    <section aria-labelledby="rotation" className="rounded-row border border-line/60 bg-card p-4 sm:p-5">
      <h2 id="rotation" tabIndex={-1} className="text-lg font-bold break-words outline-none">
        Replaced by{" "}
        <Link
          href={`/${workspace}/configure/api-keys/${successor.id}`}
          className="rounded-sm underline underline-offset-4"
        >
          <UserText>{successor.name}</UserText>
        </Link>
      </h2>
      <p className="mt-1 text-muted">
        {expired
          ? "This key has expired. Requests with it fail."
          : "This key keeps working until it expires or you delete it."}
      </p>
      {early && !expired ? (
        <div className="mt-3">
          <Alert tone="warn">
            <UserText>{successor.name}</UserText> <span>{`expires ${early} this key.`}</span>
          </Alert>
        </div>
      ) : null}
      <TrafficComparison
        workspace={workspace}
        keys={[
          { ...apiKey, roleLabel: "this key" },
          { ...successor, roleLabel: "new key" },
        ]}
      />
      {activeAddresses.length > 0 ? (
        <>
          <h3 className="mt-4 font-semibold">Still using this key</h3>
          <ul className="mt-1 flex flex-col gap-1">
            {activeAddresses.map(({ address, lastUsedAt }) => (
              <li key={address} className="flex flex-wrap gap-x-3">
                <span translate="no" className="font-mono text-[0.8125rem] break-all">
                  {address}
                </span>
                <span className="text-sm text-muted">
                  <RelativeTime at={lastUsedAt} prefix="last request" />
                </span>
              </li>
            ))}
            {more > 0 ? <li className="text-muted">{`and ${more.toLocaleString("en-GB")} more`}</li> : null}
          </ul>
        </>
      ) : null}
      {canDelete ? (
        <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-3">
          <p className="font-semibold">No successful requests in the last 24 hours.</p>
          {canEdit ? (
            <Button size="small" onClick={onDelete}>
              Delete key
            </Button>
          ) : null}
        </div>
      ) : null}
    </section>
  );
}
