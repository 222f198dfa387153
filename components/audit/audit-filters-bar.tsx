"use client";

import { Download } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { AuditPersonDto } from "@/lib/audit/contract";
import type { AuditFilters } from "@/lib/audit/terms";
import { Button, buttonClass } from "../ui/button";
import { Field } from "../ui/field";
import { passFocusOn } from "../ui/focus";
import { auditSearch } from "./queries";
import { ACTION_GROUPS, OTHER_ACTOR_WORDS } from "./words";

/** Typing pauses this long before the server is asked. */
const PAUSE_MS = 250;

interface Props {
  workspace: string;
  people: AuditPersonDto[];
  filters: AuditFilters;
  onChange: (next: Partial<AuditFilters>) => void;
}

/** What of the audit is shown, and the same as a file. */
export function AuditFiltersBar({ workspace, people, filters, onChange }: Props) {
  const query = auditSearch(filters);
  return (
    <search className="mb-5 grid gap-x-4 gap-y-3 rounded-row border border-line/60 bg-card p-4 sm:grid-cols-2 lg:grid-cols-3">
      <Field label="Person">
        {(wiring) => (
          <select
            {...wiring}
            value={filters.person}
            onChange={(event) => onChange({ person: event.target.value })}
            className="input-box"
          >
            <option value="">Everybody</option>
            {people.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
            {Object.entries(OTHER_ACTOR_WORDS).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="What was done">
        {(wiring) => (
          <select
            {...wiring}
            value={filters.action}
            onChange={(event) => onChange({ action: event.target.value as AuditFilters["action"] })}
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
        {(wiring) => <TargetInput wiring={wiring} value={filters.target} onChange={onChange} />}
      </Field>
      <Field label="From day">
        {(wiring) => (
          <input
            {...wiring}
            type="date"
            value={filters.from}
            max={filters.to || undefined}
            onChange={(event) => onChange({ from: event.target.value })}
            className="input-box"
          />
        )}
      </Field>
      <Field label="To day">
        {(wiring) => (
          <input
            {...wiring}
            type="date"
            value={filters.to}
            min={filters.from || undefined}
            onChange={(event) => onChange({ to: event.target.value })}
            className="input-box"
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

interface TargetProps {
  wiring: { id: string };
  value: string;
  onChange: (next: Partial<AuditFilters>) => void;
}

function TargetInput({ wiring, value, onChange }: TargetProps) {
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  const change = useRef(onChange);
  change.current = onChange;

  // The address may change by itself: back button, "clear filters".
  useEffect(() => {
    if (value !== sent.current) setTyped(value);
    sent.current = value;
  }, [value]);

  useEffect(() => {
    if (typed.trim() === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = typed.trim();
      change.current({ target: typed.trim() });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);

  return (
    <input
      {...wiring}
      type="search"
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      placeholder="Part of a name, or an id"
      maxLength={100}
      className="input-box placeholder:text-muted"
    />
  );
}
