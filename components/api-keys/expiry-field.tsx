"use client";

import { useId, useMemo } from "react";
import { formatDaysBefore } from "@/lib/core/calendar";
import { formatToMinute } from "@/lib/core/time";
import { useClock } from "../time/clock";
import { Alert } from "../ui/alert";
import { CheckboxOrRadio } from "../ui/checkbox-or-radio";
import { FieldGroup } from "../ui/field";
import {
  dateBounds,
  defaultRotationExpiry,
  EXPIRY_PRESETS,
  type ExpiryChoice,
  resolveExpiry,
} from "./expiry";

interface Props {
  choice: ExpiryChoice;
  onChange: (choice: ExpiryChoice) => void;
  error?: string;
  /** The key that the new key replaces, if any. */
  replaces?: { expiresAt: string };
}

/** Selects when a key expires, and shows the exact time. */
export function ExpiryField({ choice, onChange, error, replaces }: Props) {
  const { now, zone } = useClock();
  const name = useId();
  const { first, last } = dateBounds(new Date(now), zone);
  // Computed once per choice. If it followed the clock, screen readers would announce it every minute.
  const end = useMemo(() => resolveExpiry(choice, new Date(), zone), [choice, zone]);
  const early = end && replaces ? formatDaysBefore(end.toISOString(), replaces.expiresAt, zone) : "";
  // Offered only when the default lifetime is shorter than the old key's.
  const sameAsOld = useMemo(
    () => (replaces ? defaultRotationExpiry(replaces.expiresAt, zone) : null),
    [replaces, zone],
  );
  return (
    <FieldGroup legend="Expires" error={error}>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {sameAsOld?.kind === "instant" ? (
          <CheckboxOrRadio
            type="radio"
            name={name}
            label="Same as the old key"
            checked={choice.kind === "instant"}
            onChange={() => onChange(sameAsOld)}
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
          label="Custom date"
          checked={choice.kind === "date"}
          onChange={() => onChange({ kind: "date", date: "" })}
        />
      </div>
      {choice.kind === "date" ? (
        <input
          type="date"
          aria-label="Expiry date"
          min={first}
          max={last}
          value={choice.date}
          onChange={(event) => onChange({ kind: "date", date: event.target.value })}
          className="input-box mt-2 sm:max-w-52"
        />
      ) : null}
      <p role="status" className="mt-2 text-sm text-muted">
        {end
          ? `Expires ${formatToMinute(end.toISOString(), zone)}.`
          : "Pick a date within the next 100 years."}
      </p>
      <div role="status" className="mt-2 empty:hidden">
        {early && replaces ? <Alert tone="warn">{`Expires ${early} the key it replaces.`}</Alert> : null}
      </div>
    </FieldGroup>
  );
}
