"use client";

import { Download } from "lucide-react";
import type { AuditPersonDto } from "@/lib/audit/contract";
import type { AuditFilters } from "@/lib/audit/terms";
import { FIRST_DAY, LAST_DAY } from "@/lib/time";
import { Button, buttonClass } from "../ui/button";
import { Field } from "../ui/field";
import { passFocusOn } from "../ui/focus";
import { takeDate, useRested } from "../use-rested";
import { FILTERS_CLASS } from "./looks";
import { auditSearch } from "./queries";
import { ACTION_GROUPS, OTHER_ACTOR_WORDS } from "./words";

/** Typing pauses this long before the server is asked; a date has more to type. */
const PAUSE_MS = 250;
const DAY_PAUSE_MS = 500;

interface Props {
  workspace: string;
  /** Null where they are too many to list. */
  people: AuditPersonDto[] | null;
  filters: AuditFilters;
  onChange: (next: Partial<AuditFilters>) => void;
}

/** What of the audit is shown, and the same as a file. */
export function AuditFiltersBar({ workspace, people, filters, onChange }: Props) {
  const query = auditSearch(filters);
  return (
    <search className={FILTERS_CLASS}>
      <Field label="Person">
        {(wiring) =>
          people === null ? (
            <TextInput
              wiring={wiring}
              value={filters.person}
              placeholder="A name"
              onChange={(person) => onChange({ person })}
            />
          ) : (
            <PersonSelect
              wiring={wiring}
              value={filters.person}
              people={people}
              onChange={(person) => onChange({ person })}
            />
          )
        }
      </Field>
      <Field label="Did what">
        {(wiring) => (
          <select
            {...wiring}
            value={filters.action}
            onChange={(event) => onChange({ action: event.target.value })}
            className="input-box"
          >
            <option value="">Everything</option>
            {ACTION_GROUPS.map(({ label, actions }) => (
              <optgroup key={label} label={label}>
                {actions.map(([value, words]) => (
                  <option key={value} value={value}>
                    {words}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        )}
      </Field>
      <Field label="To what">
        {(wiring) => (
          <TextInput
            wiring={wiring}
            value={filters.target}
            placeholder="Part of a name, or an ID"
            onChange={(target) => onChange({ target })}
          />
        )}
      </Field>
      <Field label="From day">
        {(wiring) => (
          <DayInput
            wiring={wiring}
            value={filters.from}
            max={filters.to}
            onChange={(from) => onChange({ from })}
          />
        )}
      </Field>
      <Field label="To day">
        {(wiring) => (
          <DayInput
            wiring={wiring}
            value={filters.to}
            min={filters.from}
            onChange={(to) => onChange({ to })}
          />
        )}
      </Field>
      <div className="flex flex-wrap items-end gap-3">
        <a href={`/${workspace}/data/audit.csv?${query}`} download className={buttonClass({})}>
          <Download aria-hidden size={18} /> Export CSV
        </a>
        {query.size > 0 ? (
          <Button
            ref={passFocusOn}
            variant="ghost"
            onClick={() => onChange({ person: "", action: "", target: "", from: "", to: "" })}
          >
            Clear filters
          </Button>
        ) : null}
      </div>
    </search>
  );
}

/** Whoever is in the address counts, in the list or not: "Everybody" would not be so. */
const isKnown = (person: string, people: AuditPersonDto[]): boolean =>
  person === "" || person in OTHER_ACTOR_WORDS || people.some(({ id }) => id === person);

interface InputProps {
  wiring: { id: string };
  value: string;
  onChange: (value: string) => void;
}

function PersonSelect({ wiring, value, people, onChange }: InputProps & { people: AuditPersonDto[] }) {
  return (
    <select
      {...wiring}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="input-box"
    >
      <option value="">Everybody</option>
      {isKnown(value, people) ? null : <option value={value}>Somebody who did nothing here</option>}
      {people.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
      {Object.entries(OTHER_ACTOR_WORDS).map(([other, words]) => (
        <option key={other} value={other}>
          {words}
        </option>
      ))}
    </select>
  );
}

function TextInput({ wiring, value, placeholder, onChange }: InputProps & { placeholder: string }) {
  const [typed, setTyped] = useRested(value, PAUSE_MS, (text) => text.trim(), onChange);
  return (
    <input
      {...wiring}
      type="search"
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      placeholder={placeholder}
      maxLength={100}
      className="input-box placeholder:text-muted"
    />
  );
}

function DayInput({ wiring, value, min, max, onChange }: InputProps & { min?: string; max?: string }) {
  const [typed, setTyped] = useRested(value, DAY_PAUSE_MS, takeDate, onChange);
  return (
    <input
      {...wiring}
      type="date"
      value={typed}
      min={min || FIRST_DAY}
      max={max || LAST_DAY}
      // A day without its month is not a choice yet.
      onChange={(event) => event.target.validity.badInput || setTyped(event.target.value)}
      className="input-box"
    />
  );
}
