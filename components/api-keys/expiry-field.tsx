"use client";

import { useId, useMemo } from "react";
import { dateBounds, type ExpiryChoice, expiryInstant, LIVES } from "@/lib/expiry";
import { formatToMinute } from "@/lib/time";
import { useClock } from "../time/clock";
import { Choice } from "../ui/choice";
import { FieldGroup } from "../ui/field";

interface Props {
  choice: ExpiryChoice;
  onChange: (choice: ExpiryChoice) => void;
  error?: string;
}

/** How long the key lives, with the exact instant at which it ends. */
export function ExpiryField({ choice, onChange, error }: Props) {
  const { now, zone } = useClock();
  const name = useId();
  const { first, last } = dateBounds(new Date(now));
  // As of the choice, to the minute: told at every tick of the clock, it would be read out over and over.
  const end = useMemo(() => expiryInstant(choice, new Date()), [choice]);
  return (
    <FieldGroup legend="Expires" error={error}>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {LIVES.map((days) => (
          <Choice
            key={days}
            type="radio"
            name={name}
            label={`${days} days`}
            checked={choice.kind === "days" && choice.days === days}
            onChange={() => onChange({ kind: "days", days })}
          />
        ))}
        <Choice
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
    </FieldGroup>
  );
}
