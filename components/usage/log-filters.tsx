"use client";

import { useId } from "react";
import { fromLocalTime, LAST_DAY } from "@/lib/core/calendar";
import { ENDPOINT_LABELS, isEndpoint, STATUS_CLASSES } from "@/lib/features/usage/constants";
import { parseTypedDate } from "../hooks/parse-typed-date";
import { useDebouncedInput } from "../hooks/use-debounced-input";
import { useClock } from "../time/clock";
import { Button } from "../ui/button";
import { restoreFocusOnUnmount } from "../ui/focus";
import type { LogParams } from "./queries";

/** Typing must pause this long before a time filter applies. */
const DEBOUNCE_MS = 500;

interface Props {
  params: LogParams;
  onChange: (changes: Partial<LogParams>) => void;
}

/** Filters the log by status class, endpoint and time. */
export function LogFilters({ params, onChange }: Props) {
  const id = useId();
  const filtered = Object.values(params).some((value) => value !== null);
  return (
    <search aria-label="Request log" className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      <div className="min-w-0">
        <label htmlFor={`${id}-status`} className="mb-1 block text-sm text-muted">
          Status
        </label>
        <select
          id={`${id}-status`}
          value={params.status ?? ""}
          onChange={(event) => onChange({ status: (event.target.value || null) as LogParams["status"] })}
          className="input-box"
        >
          <option value="">Any</option>
          {Object.entries(STATUS_CLASSES).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </div>
      <div className="min-w-0">
        <label htmlFor={`${id}-endpoint`} className="mb-1 block text-sm text-muted">
          Endpoint
        </label>
        <select
          id={`${id}-endpoint`}
          value={params.endpoint ?? ""}
          onChange={({ target }) => onChange({ endpoint: isEndpoint(target.value) ? target.value : null })}
          className="input-box"
        >
          <option value="">Any</option>
          {Object.entries(ENDPOINT_LABELS).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </div>
      <TimeField label="From" which="first" value={params.from} onChange={(from) => onChange({ from })} />
      <TimeField label="To" which="last" value={params.to} onChange={(to) => onChange({ to })} />
      {filtered ? (
        <div className="col-span-2 lg:col-span-4">
          <Button
            ref={restoreFocusOnUnmount}
            size="small"
            onClick={() => onChange({ status: null, endpoint: null, from: null, to: null })}
          >
            Clear filters
          </Button>
        </div>
      ) : null}
    </search>
  );
}

interface TimeProps {
  label: string;
  /** Which instant of a time that comes twice, when the clock is set back. */
  which: "first" | "last";
  value: string | null;
  onChange: (instant: string | null) => void;
}

/** A minute in the user's time zone; the URL has it as an instant. */
function TimeField({ label, which, value, onChange }: TimeProps) {
  const id = useId();
  const { zone } = useClock();
  const localValue = value ? toDateTimeLocal(value, zone) : "";
  const { typed, setTyped } = useDebouncedInput(localValue, DEBOUNCE_MS, parseTypedDate, (text) =>
    onChange(text === "" ? null : fromLocalTime(Date.parse(`${text}Z`), zone, which).toISOString()),
  );

  return (
    <div className="col-span-2 min-w-0 sm:col-span-1">
      <label htmlFor={id} className="mb-1 block text-sm text-muted">
        {label}
      </label>
      <input
        id={id}
        type="datetime-local"
        value={typed}
        max={`${LAST_DAY}T23:59`}
        // The browser reports an incomplete date as bad input.
        onChange={(event) => event.target.validity.badInput || setTyped(event.target.value)}
        className="input-box min-w-0"
      />
    </div>
  );
}

/** The format of `datetime-local` inputs. Swedish dates and times have it, with a space instead of the T. */
const toDateTimeLocal = (instant: string, zone: string): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" })
    .format(new Date(instant))
    .replace(" ", "T");
