"use client";

import { useState, useTransition } from "react";
import { endOtherSessionsAction, endSessionAction } from "@/lib/auth/actions";
import type { SessionDto } from "@/lib/auth/contract";
import type { Result } from "@/lib/result";
import { formatLogTime } from "@/lib/time";
import { NO_ANSWER } from "../no-answer";
import { type Problem, ProblemNotice } from "../problem-notice";
import { tellApart } from "../tell-apart";
import { useClock } from "../time/clock";
import { RelativeTime } from "../time/instant";
import { useAnnounce } from "../ui/announcer";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { passFocusOn } from "../ui/focus";
import { useAnnounceIfLeft } from "../use-left-page";
import { ACCOUNT_CARD } from "./account-frame";

interface Props {
  sessions: SessionDto[];
  /** How many there are that are not listed. */
  more: number;
  onEnded: () => Promise<void>;
}

/** Where one is signed in. Every other place can be signed out from here. */
export function SessionList({ sessions, more, onEnded }: Props) {
  const announce = useAnnounce();
  const [problem, setProblem] = useState<Problem>();
  const [pending, startTransition] = useTransition();
  const announceIfLeft = useAnnounceIfLeft(pending);
  const others = sessions.filter(({ current }) => !current);
  const { zone } = useClock();
  const called = tellApart(
    others,
    ({ device }) => device,
    ({ createdAt }) => `signed in ${formatLogTime(createdAt, zone)}`,
  );
  const end = <T,>(run: () => Promise<Result<T>>, told: (data: T) => string) =>
    startTransition(async () => {
      const result = await run().catch(() => null);
      const failed = result?.ok ? undefined : (result?.error ?? { message: NO_ANSWER });
      if (failed) announceIfLeft(`Signing out elsewhere: ${failed.message}`);
      setProblem(failed);
      if (result?.ok) announce(told(result.data));
      await onEnded();
    });
  return (
    <section aria-labelledby="sessions" className={ACCOUNT_CARD}>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <h2 id="sessions" tabIndex={-1} className="text-lg font-bold outline-none">
          Where you are signed in
        </h2>
        {others.length > 0 ? (
          <Button
            ref={passFocusOn}
            size="small"
            busy={pending}
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
          <ProblemNotice problem={problem} />
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
                ref={passFocusOn}
                size="small"
                busy={pending}
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
      {more > 0 ? <p className="mt-3 text-muted">and {more.toLocaleString("en-GB")} more</p> : null}
    </section>
  );
}
