"use client";

import { Download } from "lucide-react";
import { isolate } from "@/lib/core/bidi";
import { FIRST_DAY, LAST_DAY } from "@/lib/core/calendar";
import type { AuditFilters } from "@/lib/features/audit/constants";
import type { AuditUserDto } from "@/lib/features/audit/contract";
import { useSearchInput } from "../data/use-search-input";
import { parseTypedDate } from "../hooks/parse-typed-date";
import { useDebouncedInput } from "../hooks/use-debounced-input";
import { Button, buttonClass } from "../ui/button";
import { Field } from "../ui/field";
import { restoreFocusOnUnmount } from "../ui/focus";
import { ACTION_GROUPS, NON_USER_ACTOR_LABELS } from "./labels";
import { auditSearchParams } from "./queries";
import { FILTERS_CLASS } from "./styles";

/** Typing must pause this long before a date applies. */
const DATE_DEBOUNCE_MS = 500;

interface Props {
  workspace: string;
  /** Null when there are too many to list. */
  users: AuditUserDto[] | null;
  filters: AuditFilters;
  onChange: (changes: Partial<AuditFilters>) => void;
}

/** The filters of the audit log, and a link that exports the filtered entries. */
export function AuditFiltersBar({ workspace, users, filters, onChange }: Props) {
  const query = auditSearchParams(filters);
  return (
    <search className={FILTERS_CLASS}>
      <Field label="User">
        {(wiring) =>
          users === null ? (
            <TextInput
              wiring={wiring}
              value={filters.name || filters.person}
              placeholder="Name"
              onChange={(name) => onChange({ name, person: "" })}
            />
          ) : (
            <UserSelect
              wiring={wiring}
              value={filters.person}
              users={users}
              onChange={(person) => onChange({ person, name: "" })}
            />
          )
        }
      </Field>
      <Field label="Action">
        {(wiring) => (
          <select
            {...wiring}
            value={filters.action}
            onChange={(event) => onChange({ action: event.target.value })}
            className="input-box"
          >
            <option value="">Any</option>
            {ACTION_GROUPS.map(({ label, actions }) => (
              <optgroup key={label} label={label}>
                {actions.map(([value, label]) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        )}
      </Field>
      <Field label="Target">
        {(wiring) => (
          <TextInput
            wiring={wiring}
            value={filters.target}
            placeholder="Name or ID"
            onChange={(target) => onChange({ target })}
          />
        )}
      </Field>
      <Field label="From">
        {(wiring) => (
          <DayInput
            wiring={wiring}
            value={filters.from}
            max={filters.to}
            onChange={(from) => onChange({ from })}
          />
        )}
      </Field>
      <Field label="To">
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
            onClick={() => onChange({ person: "", name: "", action: "", target: "", from: "", to: "" })}
          >
            Clear filters
          </Button>
        ) : null}
      </div>
    </search>
  );
}

/** Whether the select has an option for the filter. If not, it must show another one than "Anyone": the filter applies. */
const hasOption = (person: string, users: AuditUserDto[]): boolean =>
  person === "" || Object.hasOwn(NON_USER_ACTOR_LABELS, person) || users.some(({ id }) => id === person);

interface InputProps {
  wiring: { id: string };
  value: string;
  onChange: (value: string) => void;
}

function UserSelect({ wiring, value, users, onChange }: InputProps & { users: AuditUserDto[] }) {
  return (
    <select
      {...wiring}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="input-box"
    >
      <option value="">Anyone</option>
      {hasOption(value, users) ? null : <option value={value}>Unknown user</option>}
      {users.map(({ id, name }) => (
        <option key={id} value={id}>
          {isolate(name)}
        </option>
      ))}
      {Object.entries(NON_USER_ACTOR_LABELS).map(([kind, label]) => (
        <option key={kind} value={kind}>
          {label}
        </option>
      ))}
    </select>
  );
}

function TextInput({ wiring, value, placeholder, onChange }: InputProps & { placeholder: string }) {
  const input = useSearchInput(value, onChange);
  return (
    <input {...wiring} {...input} placeholder={placeholder} className="input-box placeholder:text-muted" />
  );
}

function DayInput({ wiring, value, min, max, onChange }: InputProps & { min?: string; max?: string }) {
  const { typed, setTyped } = useDebouncedInput(value, DATE_DEBOUNCE_MS, parseTypedDate, onChange);
  return (
    <input
      {...wiring}
      type="date"
      value={typed}
      min={min || FIRST_DAY}
      max={max || LAST_DAY}
      // The browser reports an incomplete date as bad input.
      onChange={(event) => event.target.validity.badInput || setTyped(event.target.value)}
      className="input-box"
    />
  );
}
