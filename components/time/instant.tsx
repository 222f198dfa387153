"use client";

import { formatInstant, formatRelative, formatToSecond } from "@/lib/core/time";
import { Tooltip } from "../ui/tooltip";
import { useClock } from "./clock";

/** "3 minutes ago", with the exact instant on hover and focus. `prefix` stands before it, as in "Created 3 minutes ago". */
export function RelativeTime({ at, prefix }: { at: string; prefix?: string }) {
  const { now, zone } = useClock();
  return (
    <Tooltip text={() => formatToSecond(at, zone)}>
      {(wiring, tip) => (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the exact instant must be reachable by keyboard.
        <time {...wiring} dateTime={at} tabIndex={0} className="tell relative rounded-sm">
          {prefix ? `${prefix} ` : ""}
          {formatRelative(at, now)}
          {tip}
        </time>
      )}
    </Tooltip>
  );
}

/** The instant in the person's zone, to the minute. */
export function Instant({ at }: { at: string }) {
  const { zone } = useClock();
  return <time dateTime={at}>{formatInstant(at, zone)}</time>;
}
