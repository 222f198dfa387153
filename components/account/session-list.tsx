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
  /** How many there are that are not listed. */
  moreCount: number;
  onEnded: () => Promise<void>;
}

/** Where one is signed in. Every other place can be signed out from here. */
export function SessionList({ sessions, moreCount, onEnded }: Props) {
  const announce = useToast();
  const [problem, setProblem] = useState<DisplayError>();
  const [pending, startTransition] = useTransition();
  const announceIfLeft = useToastIfNavigatedAway(pending);
  const others = sessions.filter(({ current }) => !current);
  const { zone } = useClock();
  const called = disambiguateLabels(
    others,
    ({ device }) => device,
    ({ createdAt }) => `signed in ${formatLogTime(createdAt, zone)}`,
  );
  const end = <T,>(run: () => Promise<Result<T>>, told: (data: T) => string) =>
    startTransition(async () => {
      const result = await callAction(run);
      const failed = result.ok ? undefined : result.error;
      if (failed) announceIfLeft(`Signing out elsewhere: ${failed.message}`);
      setProblem(failed);
      if (result.ok) announce(told(result.data));
      await onEnded();
    });
  return (
    <section aria-labelledby="sessions" className={ACCOUNT_CARD_CLASS}>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <h2 id="sessions" tabIndex={-1} className="text-lg font-bold outline-none">
          Where you are signed in
        </h2>
        {others.length > 0 ? (
          <Button
            ref={restoreFocusOnUnmount}
            size="small"
            pending={pending}
            onClick={() =>
              end(endOtherSessionsAction, ({ ended }) =>
                ended === 1 ? "Ended the other session." : `Ended ${ended} other sessions.`,
              )
            }
          >
            End all others
          </Button>
        ) : null}
      </div>
      {problem ? (
        <div className="mb-4">
          <ActionErrorAlert error={problem} />
        </div>
      ) : null}
      <ul aria-labelledby="sessions" className="divide-y divide-line/60">
        {sessions.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-2 font-semibold">
                {session.device}
                {session.current ? <Badge tone="good">This one</Badge> : null}
              </p>
              <p className="text-sm break-words text-muted">
                {session.address ? `From ${session.address}. ` : ""}
                <RelativeTime at={session.lastActiveAt} prefix="Last active" />.{" "}
                <RelativeTime at={session.createdAt} prefix="Signed in" />.
              </p>
            </div>
            {session.current ? null : (
              <Button
                ref={restoreFocusOnUnmount}
                size="small"
                pending={pending}
                aria-label={`End the session of ${called(session)}`}
                onClick={() =>
                  end(
                    () => endSessionAction({ id: session.id }),
                    ({ device }) => `Ended the session of ${device}.`,
                  )
                }
              >
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
      {moreCount > 0 ? <p className="mt-3 text-muted">and {moreCount.toLocaleString("en-GB")} more</p> : null}
    </section>
  );
}
