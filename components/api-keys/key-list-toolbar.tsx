"use client";

import type { RefObject } from "react";
import { isolate } from "@/lib/core/bidi";
import type { AgentDto } from "@/lib/features/agents/contract";
import { KEY_STATE_LABELS, PERMISSION_LABELS, SORTS } from "@/lib/features/api-keys/constants";
import { disambiguateLabels } from "../data/disambiguate-labels";
import { SearchField } from "../data/search-field";
import { Button } from "../ui/button";
import { Select } from "../ui/select";
import {
  DEFAULT_PARAMS,
  hasFilters,
  type ListParams,
  parseListParams,
  serializeListParams,
} from "./list-params";

interface Props {
  params: ListParams;
  agents: Pick<AgentDto, "id" | "name" | "slug">[];
  onChange: (next: Partial<ListParams>) => void;
  searchInputRef: RefObject<HTMLInputElement | null>;
}

/** Search, filters and sort order of the list. */
export function KeyListToolbar({ params, agents, onChange, searchInputRef }: Props) {
  // Goes through the URL format, so that values are validated in one place.
  const setParam = (name: keyof ListParams) => (value: string) => {
    const query = serializeListParams(params);
    query.set(name, value);
    onChange({ [name]: parseListParams(query)[name] });
  };
  const labelOf = disambiguateLabels(
    agents,
    ({ name }) => name,
    ({ slug }) => slug,
  );
  const agentOptions = Object.fromEntries(agents.map((agent) => [agent.id, isolate(labelOf(agent))]));
  if (params.agent && !Object.hasOwn(agentOptions, params.agent))
    agentOptions[params.agent] = "Deleted agent";
  const { search, sort: _, ...noFilters } = DEFAULT_PARAMS;
  return (
    <search className="mb-4 flex flex-col gap-3 lg:flex-row lg:flex-wrap lg:items-center">
      <div className="relative w-full min-w-0 lg:w-72">
        <SearchField
          inputRef={searchInputRef}
          label="Search keys"
          placeholder="Search by name, ID or key ending"
          search={params.search}
          onChange={(text) => onChange({ search: text })}
        />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Select
          label="State"
          anyLabel="Any state"
          value={params.state}
          options={KEY_STATE_LABELS}
          onChange={setParam("state")}
        />
        <Select
          label="Permission"
          anyLabel="Any permission"
          value={params.permission}
          options={PERMISSION_LABELS}
          onChange={setParam("permission")}
        />
        <Select
          label="Agent"
          anyLabel="Any agent"
          value={params.agent}
          options={agentOptions}
          onChange={setParam("agent")}
        />
        <Select label="Sort keys" value={params.sort} options={SORTS} onChange={setParam("sort")} />
        {hasFilters({ ...params, search }) ? (
          <Button
            variant="ghost"
            className="max-sm:w-full"
            onClick={() => {
              onChange(noFilters);
              // The button disappears: keep the focus on the page.
              searchInputRef.current?.focus();
            }}
          >
            Clear filters
          </Button>
        ) : null}
      </div>
    </search>
  );
}
