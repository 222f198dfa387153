"use client";

import { Search } from "lucide-react";
import type { RefObject } from "react";
import type { AgentDto } from "@/lib/features/agents/contract";
import {
  KEY_STATE_LABELS,
  MAX_SEARCH_LENGTH,
  PERMISSION_LABELS,
  SORTS,
} from "@/lib/features/api-keys/constants";
import { disambiguateLabels } from "../data/disambiguate-labels";
import { useDebouncedInput } from "../hooks/use-debounced-input";
import { Button } from "../ui/button";
import { Select } from "../ui/select";
import {
  DEFAULT_PARAMS,
  hasFilters,
  type ListParams,
  parseListParams,
  serializeListParams,
} from "./list-params";

/** Typing pauses this long before the server is asked. */
const DEBOUNCE_MS = 250;

interface Props {
  params: ListParams;
  agents: Pick<AgentDto, "id" | "name" | "slug">[];
  onChange: (next: Partial<ListParams>) => void;
  searchInputRef: RefObject<HTMLInputElement | null>;
}

/** What the list is searched by, narrowed to and sorted by. */
export function KeyListToolbar({ params, agents, onChange, searchInputRef }: Props) {
  // What a select says goes the way that an address goes: there is one reading of these words.
  const choose = (name: keyof ListParams) => (value: string) => {
    const query = serializeListParams(params);
    query.set(name, value);
    onChange({ [name]: parseListParams(query)[name] });
  };
  const called = disambiguateLabels(
    agents,
    ({ name }) => name,
    ({ slug }) => slug,
  );
  const known = Object.fromEntries(agents.map((agent) => [agent.id, called(agent)]));
  if (params.agent && !(params.agent in known)) known[params.agent] = "An agent that is gone";
  const { search, sort: _, ...plain } = DEFAULT_PARAMS;
  return (
    <search className="mb-4 flex flex-col gap-3 lg:flex-row lg:flex-wrap lg:items-center">
      <SearchField
        inputRef={searchInputRef}
        search={params.search}
        onChange={(text) => onChange({ search: text })}
      />
      <div className="flex flex-wrap items-center gap-2">
        <Select
          label="State"
          anyLabel="Any state"
          value={params.state}
          options={KEY_STATE_LABELS}
          onChange={choose("state")}
        />
        <Select
          label="Permission"
          anyLabel="Any permission"
          value={params.permission}
          options={PERMISSION_LABELS}
          onChange={choose("permission")}
        />
        <Select
          label="Agent"
          anyLabel="Any agent"
          value={params.agent}
          options={known}
          onChange={choose("agent")}
        />
        <Select label="Sort keys" value={params.sort} options={SORTS} onChange={choose("sort")} />
        {hasFilters({ ...params, search }) ? (
          <Button
            variant="ghost"
            className="max-sm:w-full"
            onClick={() => {
              onChange(plain);
              // The button is gone then, and the focus must not be.
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

interface SearchProps {
  inputRef: RefObject<HTMLInputElement | null>;
  search: string;
  onChange: (search: string) => void;
}

function SearchField({ inputRef, search, onChange }: SearchProps) {
  const [typed, setTyped] = useDebouncedInput(search, DEBOUNCE_MS, (text) => text.trim(), onChange);
  return (
    <div className="relative w-full min-w-0 lg:w-72">
      <Search
        aria-hidden
        size={18}
        className="pointer-events-none absolute top-1/2 left-3.5 -translate-y-1/2 text-muted"
      />
      <input
        ref={inputRef}
        type="search"
        aria-label="Search keys"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        placeholder="Name, masked ends or ID"
        maxLength={MAX_SEARCH_LENGTH}
        className="input-box pl-10! placeholder:text-muted"
      />
    </div>
  );
}
