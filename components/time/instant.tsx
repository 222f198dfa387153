"use client";

import { formatInstant, formatRelative, formatToSecond } from "@/lib/core/time";
import { Tooltip } from "../ui/tooltip";
import { useClock } from "./clock";

/** "3 minutes ago", with the exact time on hover and focus. `prefix` comes before it, as in "Created 3 minutes ago". */
export function RelativeTime({ at, prefix }: { at: string; prefix?: string }) {
  const { now, zone } = useClock();
  return (
    <Tooltip text={() => formatToSecond(at, zone)}>
      {(wiring, tip) => (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the exact time must be reachable by keyboard.
        <time {...wiring} dateTime={at} tabIndex={0} className="dotted-underline relative rounded-sm">
          <span>{`${prefix ? `${prefix} ` : ""}${formatRelative(at, now)}`}</span>
          {tip}
        </time>
      )}
    </Tooltip>
  );
}

/** The date and time in the user's time zone, to the minute. */
export function Instant({ at }: { at: string }) {
  const { zone } = useClock();
  return <time dateTime={at}>{formatInstant(at, zone)}</time>;
}
