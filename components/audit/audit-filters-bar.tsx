"use client";

import { Download } from "lucide-react";
import { FIRST_DAY, LAST_DAY } from "@/lib/core/time";
import type { AuditFilters } from "@/lib/features/audit/constants";
import type { AuditUserDto } from "@/lib/features/audit/contract";
import { parseTypedDate, useDebouncedInput } from "../hooks/use-debounced-input";
import { Button, buttonClass } from "../ui/button";
import { Field } from "../ui/field";
import { restoreFocusOnUnmount } from "../ui/focus";
import { ACTION_GROUPS, NON_USER_ACTOR_LABELS } from "./labels";
import { auditSearchParams } from "./queries";
import { FILTERS_CLASS } from "./styles";

/** Typing pauses this long before the server is asked; a date has more to type. */
const DEBOUNCE_MS = 250;
const DATE_DEBOUNCE_MS = 500;

interface Props {
  workspace: string;
  /** Null where they are too many to list. */
  users: AuditUserDto[] | null;
  filters: AuditFilters;
  onChange: (next: Partial<AuditFilters>) => void;
}

/** What of the audit is shown, and the same as a file. */
export function AuditFiltersBar({ workspace, users, filters, onChange }: Props) {
  const query = auditSearchParams(filters);
  return (
    <search className={FILTERS_CLASS}>
      <Field label="Person">
        {(wiring) =>
          users === null ? (
            <TextInput
              wiring={wiring}
              value={filters.person}
              placeholder="A name"
              onChange={(person) => onChange({ person })}
            />
          ) : (
            <UserSelect
              wiring={wiring}
              value={filters.person}
              people={users}
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
            ref={restoreFocusOnUnmount}
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
const isListedUser = (person: string, people: AuditUserDto[]): boolean =>
  person === "" || person in NON_USER_ACTOR_LABELS || people.some(({ id }) => id === person);

interface InputProps {
  wiring: { id: string };
  value: string;
  onChange: (value: string) => void;
}

function UserSelect({ wiring, value, people, onChange }: InputProps & { people: AuditUserDto[] }) {
  return (
    <select
      {...wiring}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="input-box"
    >
      <option value="">Everybody</option>
      {isListedUser(value, people) ? null : <option value={value}>Somebody who did nothing here</option>}
      {people.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
      {Object.entries(NON_USER_ACTOR_LABELS).map(([other, words]) => (
        <option key={other} value={other}>
          {words}
        </option>
      ))}
    </select>
  );
}

function TextInput({ wiring, value, placeholder, onChange }: InputProps & { placeholder: string }) {
  const [typed, setTyped] = useDebouncedInput(value, DEBOUNCE_MS, (text) => text.trim(), onChange);
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
  const [typed, setTyped] = useDebouncedInput(value, DATE_DEBOUNCE_MS, parseTypedDate, onChange);
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
