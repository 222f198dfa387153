"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { isolated } from "@/lib/core/bidi";
import { nameContains } from "@/lib/core/name-order";
import type { AgentDto } from "@/lib/features/agents/contract";
import { disambiguateLabels } from "../data/disambiguate-labels";
import { UserText } from "../data/user-text";
import { CheckboxOrRadio } from "../ui/checkbox-or-radio";

/** With more agents than this, the list has a search. */
const SEARCH_THRESHOLD = 8;

interface Props {
  workspace: string;
  /** Whether the user can migrate agents to v3. */
  canMigrate: boolean;
  agents: AgentDto[];
  selectedIds: string[];
  onChange: (ids: string[]) => void;
}

/** Selects agents of the workspace. Agents on v1 are disabled, with the reason. */
export function AgentPicker({ workspace, canMigrate, agents, selectedIds, onChange }: Props) {
  const router = useRouter();
  const [search, setSearch] = useState("");
  const shown = agents.filter(({ name, slug }) => nameContains(name, search) || nameContains(slug, search));
  const labelOf = disambiguateLabels(
    agents,
    ({ name }) => name,
    ({ slug }) => slug,
  );
  const toggle = (id: string) =>
    onChange(selectedIds.includes(id) ? selectedIds.filter((other) => other !== id) : [...selectedIds, id]);
  return (
    <div className="mt-2 ml-7 rounded-xl border border-line">
      {agents.length > SEARCH_THRESHOLD ? (
        <div className="border-b border-line p-2">
          <input
            type="search"
            dir="auto"
            aria-label="Search agents"
            placeholder="Search agents"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            // Enter must not submit the surrounding form.
            onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
            className="input-box min-h-10! placeholder:text-muted"
          />
        </div>
      ) : null}
      <ul aria-label="Agents" className="max-h-52 overflow-y-auto px-4 py-2">
        {shown.map((agent) => (
          <li key={agent.id}>
            {agent.conversationsApi === "v1" ? (
              <CheckboxOrRadio
                type="checkbox"
                disabled
                label={
                  <span className="text-muted">
                    <UserText>{labelOf(agent)}</UserText>
                  </span>
                }
                hint={
                  <>
                    <span>Uses Conversations v1. API keys require v3. </span>
                    {canMigrate ? (
                      <Link
                        href={`/${workspace}/configure/api-keys/configuration#${agent.id}`}
                        // Opens a new tab, so this form keeps its entries. It refreshes the agents on return.
                        target="_blank"
                        onClick={() => window.addEventListener("focus", router.refresh, { once: true })}
                        className="underline"
                      >
                        Migrate it first<span className="sr-only"> (opens a new tab)</span>
                      </Link>
                    ) : (
                      <span>An admin can migrate it.</span>
                    )}
                  </>
                }
              />
            ) : (
              <CheckboxOrRadio
                type="checkbox"
                label={<UserText>{labelOf(agent)}</UserText>}
                checked={selectedIds.includes(agent.id)}
                onChange={() => toggle(agent.id)}
              />
            )}
          </li>
        ))}
      </ul>
      <p role="status" className="border-t border-line px-4 py-2 text-sm text-muted">
        <span>
          {agents.length === 0 ? "There are no agents yet. An admin can create one under Agents. " : null}
        </span>
        <span>
          {agents.length > 0 && shown.length === 0 ? isolated`No agents match “${search}”. ` : null}
        </span>
        <span>{`${selectedIds.length} selected`}</span>
      </p>
    </div>
  );
}
