"use client";

import { useState } from "react";
import { isolated } from "@/lib/core/bidi";
import { nameContains } from "@/lib/core/name-order";
import type { ResponseMetrics } from "@/lib/features/agents/contract";
import { UserText } from "../data/user-text";
import { Switch } from "../ui/switch";

/** A search field appears above this number of metrics. */
const SEARCH_THRESHOLD = 8;

interface Props {
  agentName: string;
  metrics: ResponseMetrics;
  names: string[];
  readOnly: boolean;
  onChange: (metrics: ResponseMetrics) => void;
}

/** Selects all metrics or each by its own switch. */
export function MetricSelect({ agentName, metrics, names, readOnly, onChange }: Props) {
  const [search, setSearch] = useState("");
  const all = metrics.mode === "all";
  const selected = all ? names : metrics.names;
  const shown = names.filter((name) => nameContains(name, search));
  const toggle = (name: string) =>
    onChange({
      mode: "chosen",
      names: selected.includes(name) ? selected.filter((other) => other !== name) : [...selected, name],
    });
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 font-semibold">
        Response metrics <span className="font-normal text-muted">(optional)</span>
      </legend>
      <Switch
        label="All metrics"
        hint="Includes metrics added later."
        checked={all}
        disabled={readOnly}
        onChange={(on) => onChange({ mode: on ? "all" : "chosen", names: metrics.names ?? [] })}
      />
      <div className="mt-3 rounded-xl border border-line">
        {names.length > SEARCH_THRESHOLD ? (
          <div className="border-b border-line p-2">
            <input
              type="search"
              dir="auto"
              aria-label={isolated`Search metrics of ${agentName}`}
              placeholder="Search metrics"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
              className="input-box min-h-10! placeholder:text-muted"
            />
          </div>
        ) : null}
        <ul
          aria-label={isolated`Metrics of ${agentName}`}
          className="grid max-h-72 gap-x-6 overflow-y-auto p-2 sm:grid-cols-2"
        >
          {shown.map((name) => (
            <li key={name} className="min-w-0 px-2 py-1">
              <Switch
                label={
                  <span className="font-mono text-[0.8125rem] break-all">
                    <UserText>{name}</UserText>
                  </span>
                }
                checked={selected.includes(name)}
                disabled={readOnly || all}
                onChange={() => toggle(name)}
              />
            </li>
          ))}
        </ul>
        <p role="status" className={shown.length === 0 ? "px-4 pb-3 text-muted" : "sr-only"}>
          {shown.length === 0 ? isolated`No metric matches “${search}”.` : null}
        </p>
      </div>
    </fieldset>
  );
}
