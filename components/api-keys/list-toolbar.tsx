"use client";

import { Search } from "lucide-react";
import type { RefObject } from "react";
import type { AgentDto } from "@/lib/agents/contract";
import { KEY_STATE_LABELS, LONGEST_SEARCH, PERMISSION_LABELS, SORTS } from "@/lib/api-keys/terms";
import { tellApart } from "../tell-apart";
import { Button } from "../ui/button";
import { Select } from "../ui/select";
import { useRested } from "../use-rested";
import { isNarrowed, type ListView, listViewQuery, PLAIN_VIEW, readListView } from "./list-view";

/** Typing pauses this long before the server is asked. */
const PAUSE_MS = 250;

interface Props {
  view: ListView;
  agents: Pick<AgentDto, "id" | "name" | "slug">[];
  onChange: (next: Partial<ListView>) => void;
  searchBox: RefObject<HTMLInputElement | null>;
}

/** What the list is searched by, narrowed to and sorted by. */
export function ListToolbar({ view, agents, onChange, searchBox }: Props) {
  // What a select says goes the way that an address goes: there is one reading of these words.
  const choose = (name: keyof ListView) => (value: string) => {
    const query = listViewQuery(view);
    query.set(name, value);
    onChange({ [name]: readListView(query)[name] });
  };
  const called = tellApart(
    agents,
    ({ name }) => name,
    ({ slug }) => slug,
  );
  const known = Object.fromEntries(agents.map((agent) => [agent.id, called(agent)]));
  if (view.agent && !(view.agent in known)) known[view.agent] = "An agent that is gone";
  const { search, sort: _, ...plain } = PLAIN_VIEW;
  return (
    <search className="mb-4 flex flex-col gap-3 lg:flex-row lg:flex-wrap lg:items-center">
      <SearchField box={searchBox} search={view.search} onChange={(text) => onChange({ search: text })} />
      <div className="flex flex-wrap items-center gap-2">
        <Select
          label="State"
          any="Any state"
          value={view.state}
          options={KEY_STATE_LABELS}
          onChange={choose("state")}
        />
        <Select
          label="Permission"
          any="Any permission"
          value={view.permission}
          options={PERMISSION_LABELS}
          onChange={choose("permission")}
        />
        <Select label="Agent" any="Any agent" value={view.agent} options={known} onChange={choose("agent")} />
        <Select label="Sort keys" value={view.sort} options={SORTS} onChange={choose("sort")} />
        {isNarrowed({ ...view, search }) ? (
          <Button
            variant="ghost"
            className="max-sm:w-full"
            onClick={() => {
              onChange(plain);
              // The button is gone then, and the focus must not be.
              searchBox.current?.focus();
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
  box: RefObject<HTMLInputElement | null>;
  search: string;
  onChange: (search: string) => void;
}

function SearchField({ box, search, onChange }: SearchProps) {
  const [typed, setTyped] = useRested(search, PAUSE_MS, (text) => text.trim(), onChange);
  return (
    <div className="relative w-full min-w-0 lg:w-72">
      <Search
        aria-hidden
        size={18}
        className="pointer-events-none absolute top-1/2 left-3.5 -translate-y-1/2 text-muted"
      />
      <input
        ref={box}
        type="search"
        aria-label="Search keys"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        placeholder="Name, masked ends or ID"
        maxLength={LONGEST_SEARCH}
        className="input-box pl-10! placeholder:text-muted"
      />
    </div>
  );
}
