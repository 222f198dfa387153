"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { AgentDto } from "@/lib/features/agents/contract";
import { disambiguateLabels } from "../data/disambiguate-labels";
import { CheckboxOrRadio } from "../ui/checkbox-or-radio";

/** With more agents than this, finding one by eye is work. */
const SEARCH_THRESHOLD = 8;

interface Props {
  workspace: string;
  /** Whether the person can migrate an agent to v3 themselves. */
  canMigrate: boolean;
  agents: AgentDto[];
  selectedIds: string[];
  onChange: (chosen: string[]) => void;
}

/** Some of the workspace's agents. Those on v1 are shown with the reason why they cannot be chosen. */
export function AgentPicker({ workspace, canMigrate, agents, selectedIds, onChange }: Props) {
  const router = useRouter();
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const shown = agents.filter(
    ({ name, slug }) => name.toLowerCase().includes(wanted) || slug.includes(wanted),
  );
  const called = disambiguateLabels(
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
            aria-label="Search agents"
            placeholder="Search agents"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            // Enter in the search must not send the form around it.
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
                label={<span className="text-muted">{called(agent)}</span>}
                hint={
                  <>
                    On Conversations v1: keys need v3.{" "}
                    {canMigrate ? (
                      <Link
                        href={`/${workspace}/configure/api-keys/configuration#${agent.id}`}
                        // What is filled in here stays, and finds the agent migrated when one comes back.
                        target="_blank"
                        onClick={() => window.addEventListener("focus", router.refresh, { once: true })}
                        className="underline"
                      >
                        Migrate it first<span className="sr-only"> (opens a new tab)</span>
                      </Link>
                    ) : (
                      "An admin can migrate it."
                    )}
                  </>
                }
              />
            ) : (
              <CheckboxOrRadio
                type="checkbox"
                label={called(agent)}
                checked={selectedIds.includes(agent.id)}
                onChange={() => toggle(agent.id)}
              />
            )}
          </li>
        ))}
      </ul>
      <p role="status" className="border-t border-line px-4 py-2 text-sm text-muted">
        {agents.length === 0 ? "There is no agent yet. An admin can make one under Agents. " : null}
        {agents.length > 0 && shown.length === 0 ? `No agent matches “${search}”. ` : null}
        {selectedIds.length} chosen
      </p>
    </div>
  );
}
