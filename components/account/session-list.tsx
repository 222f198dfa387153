"use client";

import { useState, useTransition } from "react";
import type { Result } from "@/lib/core/result";
import { formatLogTime } from "@/lib/core/time";
import { endOtherSessionsAction, endSessionAction } from "@/lib/features/auth/actions";
import type { SessionDto } from "@/lib/features/auth/contract";
import { disambiguateLabels } from "../data/disambiguate-labels";
import { ActionErrorAlert, type DisplayError } from "../feedback/action-error";
import { callAction } from "../feedback/call-action";
import { useToastIfNavigatedAway } from "../hooks/use-navigated-away";
import { useClock } from "../time/clock";
import { RelativeTime } from "../time/instant";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { restoreFocusOnUnmount } from "../ui/focus";
import { useToast } from "../ui/toast";
import { ACCOUNT_CARD_CLASS } from "./account-layout";

interface Props {
  sessions: SessionDto[];
  /** The number of sessions that are not listed. */
  moreCount: number;
  onEnded: () => Promise<void>;
}

/** The user's sessions. All others can be signed out from here. */
export function SessionList({ sessions, moreCount, onEnded }: Props) {
  const showToast = useToast();
  const [error, setError] = useState<DisplayError>();
  const [pending, startTransition] = useTransition();
  const toastIfNavigatedAway = useToastIfNavigatedAway(pending);
  const others = sessions.filter(({ current }) => !current);
  const { zone } = useClock();
  const sessionLabel = disambiguateLabels(
    others,
    ({ device }) => device,
    ({ createdAt }) => `signed in ${formatLogTime(createdAt, zone)}`,
  );
  const end = <T,>(run: () => Promise<Result<T>>, toMessage: (data: T) => string) =>
    startTransition(async () => {
      const result = await callAction(run);
      const failed = result.ok ? undefined : result.error;
      if (failed) toastIfNavigatedAway(`Couldn’t sign out other sessions. ${failed.message}`);
      setError(failed);
      if (result.ok) showToast(toMessage(result.data));
      await onEnded();
    });
  return (
    <section aria-labelledby="sessions" className={ACCOUNT_CARD_CLASS}>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <h2 id="sessions" tabIndex={-1} className="text-lg font-bold outline-none">
          Sessions
        </h2>
        {others.length > 0 ? (
          <Button
            ref={restoreFocusOnUnmount}
            size="small"
            pending={pending}
            onClick={() =>
              end(
                endOtherSessionsAction,
                ({ ended }) => `Signed out ${ended} other ${ended === 1 ? "session" : "sessions"}.`,
              )
            }
          >
            Sign out all others
          </Button>
        ) : null}
      </div>
      {error ? (
        <div className="mb-4">
          <ActionErrorAlert error={error} />
        </div>
      ) : null}
      <ul aria-labelledby="sessions" className="divide-y divide-line/60">
        {sessions.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-2 font-semibold">
                <span>{session.device}</span>
                {session.current ? <Badge tone="good">This device</Badge> : null}
              </p>
              <p className="text-sm break-words text-muted">
                <span>{session.address ? `From ${session.address}. ` : ""}</span>
                <RelativeTime at={session.lastActiveAt} prefix="Last active" />.{" "}
                <RelativeTime at={session.createdAt} prefix="Signed in" />.
              </p>
            </div>
            {session.current ? null : (
              <Button
                ref={restoreFocusOnUnmount}
                size="small"
                pending={pending}
                aria-label={`Sign out ${sessionLabel(session)}`}
                onClick={() =>
                  end(
                    () => endSessionAction({ id: session.id }),
                    ({ device }) => `Signed out ${device}.`,
                  )
                }
              >
                Sign out
              </Button>
            )}
          </li>
        ))}
      </ul>
      {moreCount > 0 ? (
        <p className="mt-3 text-muted">{`and ${moreCount.toLocaleString("en-GB")} more`}</p>
      ) : null}
    </section>
  );
}
