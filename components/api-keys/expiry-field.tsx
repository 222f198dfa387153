"use client";

import { useId, useMemo } from "react";
import { formatDaysBefore, formatToMinute } from "@/lib/core/time";
import { useClock } from "../time/clock";
import { Alert } from "../ui/alert";
import { CheckboxOrRadio } from "../ui/checkbox-or-radio";
import { FieldGroup } from "../ui/field";
import { defaultRotationExpiry } from "./default-expiry";
import { dateBounds, EXPIRY_PRESETS, type ExpiryChoice, resolveExpiry } from "./expiry";

interface Props {
  choice: ExpiryChoice;
  onChange: (choice: ExpiryChoice) => void;
  error?: string;
  /** The key that the new one replaces, if any. */
  replaces?: { name: string; expiresAt: string };
}

/** How long the key lives, with the exact instant at which it ends. */
export function ExpiryField({ choice, onChange, error, replaces }: Props) {
  const { now, zone } = useClock();
  const name = useId();
  const { first, last } = dateBounds(new Date(now));
  // As of the choice, to the minute: told at every tick of the clock, it would be read out over and over.
  const end = useMemo(() => resolveExpiry(choice, new Date()), [choice]);
  const early = end && replaces ? formatDaysBefore(end.toISOString(), replaces.expiresAt, zone) : "";
  // Only where no other choice is as long.
  const together = useMemo(() => (replaces ? defaultRotationExpiry(replaces.expiresAt) : null), [replaces]);
  return (
    <FieldGroup legend="Expires" error={error}>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {together?.kind === "instant" ? (
          <CheckboxOrRadio
            type="radio"
            name={name}
            label="Same as the old key"
            checked={choice.kind === "instant"}
            onChange={() => onChange(together)}
          />
        ) : null}
        {EXPIRY_PRESETS.map((days) => (
          <CheckboxOrRadio
            key={days}
            type="radio"
            name={name}
            label={`${days} days`}
            checked={choice.kind === "days" && choice.days === days}
            onChange={() => onChange({ kind: "days", days })}
          />
        ))}
        <CheckboxOrRadio
          type="radio"
          name={name}
          label="On a date"
          checked={choice.kind === "date"}
          onChange={() => onChange({ kind: "date", date: "" })}
        />
      </div>
      {choice.kind === "date" ? (
        <input
          type="date"
          aria-label="Last day"
          min={first}
          max={last}
          value={choice.date}
          onChange={(event) => onChange({ kind: "date", date: event.target.value })}
          className="input-box mt-2 sm:max-w-52"
        />
      ) : null}
      <p role="status" className="mt-2 text-sm text-muted">
        {end
          ? `Ends ${formatToMinute(end.toISOString(), zone)}.`
          : "Choose a day, today to 100 years from now."}
      </p>
      <div role="status" className="mt-2 empty:hidden">
        {early && replaces ? (
          <Alert tone="warn">
            Expires {early} {replaces.name}, the key that it replaces.
          </Alert>
        ) : null}
      </div>
    </FieldGroup>
  );
}
