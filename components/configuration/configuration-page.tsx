"use client";

import * as Accordion from "@radix-ui/react-accordion";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { ResponseConfigurationDto } from "@/lib/features/agents/contract";
import { disambiguateLabels } from "../data/disambiguate-labels";
import { isQueryError, QueryError } from "../feedback/query-error";
import { PageLink } from "../shell/page-link";
import { Alert } from "../ui/alert";
import { buttonClass } from "../ui/button";
import { restoreFocusOnUnmount } from "../ui/focus";
import { AgentPanel } from "./agent-panel";
import { PanelsSkeleton } from "./panels-skeleton";
import { configurationsQueryOptions } from "./queries";

/** With more agents than this, finding one by eye is work. */
const SEARCH_THRESHOLD = 8;

interface Props {
  workspace: string;
  canEdit: boolean;
  canMigrate: boolean;
  canViewKeys: boolean;
}

/** Configure › API Keys › Configuration: what answers carry, agent by agent. */
export function ConfigurationPage({ workspace, canEdit, canMigrate, canViewKeys }: Props) {
  return (
    <>
      <div className="mb-2 flex items-center gap-3">
        {canViewKeys ? (
          <PageLink
            href={`/${workspace}/configure/api-keys`}
            aria-label="Back to API keys"
            className={buttonClass({ variant: "ghost", size: "icon" }, "-ml-2.5")}
          >
            <ArrowLeft aria-hidden size={20} />
          </PageLink>
        ) : null}
        <h1
          ref={restoreFocusOnUnmount}
          tabIndex={-1}
          className="text-2xl font-bold outline-none sm:text-[1.75rem]"
        >
          Configuration
        </h1>
      </div>
      <p className="mb-6 max-w-2xl text-muted">
        A key gets data only if it has the permission and the agent allows it here. Changes are saved as you
        make them and count from the next request.
      </p>
      <Panels workspace={workspace} canEdit={canEdit} canMigrate={canMigrate} />
    </>
  );
}

/**
 * Which panels are open: the first, until somebody chooses; and the one that the address leads to, as from the list of
 * agents, which takes the focus.
 */
function useOpenPanels(configurations: ResponseConfigurationDto[] | undefined) {
  const [chosen, setChosen] = useState<string[]>();
  const ids = configurations?.map(({ agent }) => agent.id) ?? [];
  const first = ids.slice(0, 1);
  const known = useRef(ids);
  known.current = ids;
  const ready = ids.length > 0;
  useEffect(() => {
    const asked = window.location.hash.slice(1);
    if (!ready || !known.current.includes(asked)) return;
    setChosen([asked]);
    document.getElementById(asked)?.querySelector("button")?.focus();
  }, [ready]);
  return [chosen ?? first, setChosen] as const;
}

function Panels({ workspace, canEdit, canMigrate }: Omit<Props, "canViewKeys">) {
  const query = useQuery(configurationsQueryOptions(workspace));
  const [opened, setOpened] = useOpenPanels(query.data);
  const [search, setSearch] = useState("");
  if (isQueryError(query) && !query.data) return <QueryError query={query} resourceName="The agents" />;
  if (!query.data) return <PanelsSkeleton />;
  const configurations = query.data;
  if (configurations.length === 0) {
    return (
      <Alert>
        There is no agent yet.{" "}
        {canMigrate ? (
          <>
            <PageLink href={`/${workspace}/agents`} className="underline">
              Make the first one
            </PageLink>
            , and what its answers carry is set here.
          </>
        ) : (
          "An admin of the workspace can make the first one."
        )}
      </Alert>
    );
  }
  const wanted = search.trim().toLowerCase();
  const shown = configurations.filter(({ agent }) => agent.name.toLowerCase().includes(wanted));
  const called = disambiguateLabels(
    configurations.map(({ agent }) => agent),
    ({ name }) => name,
    ({ slug }) => slug,
  );
  return (
    <>
      {configurations.length > SEARCH_THRESHOLD ? (
        <input
          type="search"
          aria-label="Search agents"
          placeholder="Search agents"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="input-box mb-4 placeholder:text-muted sm:max-w-sm"
        />
      ) : null}
      <Accordion.Root
        type="multiple"
        value={opened}
        onValueChange={setOpened}
        className="flex flex-col gap-2"
      >
        {configurations.map((configuration) => (
          // Out of sight, not taken away: with it would go what could not be saved yet.
          <AgentPanel
            key={configuration.agent.id}
            hidden={!shown.includes(configuration)}
            label={called(configuration.agent)}
            workspace={workspace}
            configuration={configuration}
            canEdit={canEdit}
            canMigrate={canMigrate}
          />
        ))}
      </Accordion.Root>
      <p role="status" className="text-muted">
        {shown.length === 0 ? `No agent matches “${search}”.` : null}
      </p>
    </>
  );
}
