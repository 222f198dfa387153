"use client";

import * as Accordion from "@radix-ui/react-accordion";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { isolated } from "@/lib/core/bidi";
import { nameContains } from "@/lib/core/name-order";
import type { ResponseConfigurationDto } from "@/lib/features/agents/contract";
import { disambiguateLabels } from "../data/disambiguate-labels";
import { isQueryError, QueryError } from "../feedback/query-error";
import { PageLink } from "../shell/page-link";
import { Alert } from "../ui/alert";
import { buttonClass } from "../ui/button";
import { restoreFocusOnUnmount } from "../ui/focus";
import { TranslationBoundary } from "../ui/translation-boundary";
import { AgentPanel } from "./agent-panel";
import { PanelsSkeleton } from "./panels-skeleton";
import { configurationsQueryOptions } from "./queries";

/** A search field appears above this number of agents. */
const SEARCH_THRESHOLD = 8;

interface Props {
  workspace: string;
  canEdit: boolean;
  canMigrate: boolean;
  canViewKeys: boolean;
}

/** Configure › API Keys › Configuration: what API responses include, per agent. */
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
        A key only returns data that its permissions and these settings both allow. Changes save automatically
        and apply to the next request.
      </p>
      <Panels workspace={workspace} canEdit={canEdit} canMigrate={canMigrate} />
    </>
  );
}

/**
 * Which panels are open: the first one by default. The agent in the URL's hash, as in links from the list of agents, is
 * opened and focused.
 */
function useOpenPanels(configurations: ResponseConfigurationDto[] | undefined) {
  const [selected, setSelected] = useState<string[]>();
  const ids = configurations?.map(({ agent }) => agent.id) ?? [];
  const first = ids.slice(0, 1);
  const latestIds = useRef(ids);
  latestIds.current = ids;
  const ready = ids.length > 0;
  useEffect(() => {
    const linked = window.location.hash.slice(1);
    if (!ready || !latestIds.current.includes(linked)) return;
    setSelected([linked]);
    document.getElementById(linked)?.querySelector("button")?.focus();
  }, [ready]);
  return [selected ?? first, setSelected] as const;
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
        <span>No agents yet. </span>
        {canMigrate ? (
          <>
            <PageLink href={`/${workspace}/agents`} className="underline">
              Create the first one
            </PageLink>
            <span>, then choose here what API responses include.</span>
          </>
        ) : (
          <span>An admin can create the first one.</span>
        )}
      </Alert>
    );
  }
  const shown = configurations.filter(({ agent }) => nameContains(agent.name, search));
  const labelOf = disambiguateLabels(
    configurations.map(({ agent }) => agent),
    ({ name }) => name,
    ({ slug }) => slug,
  );
  return (
    <TranslationBoundary>
      {configurations.length > SEARCH_THRESHOLD ? (
        <input
          type="search"
          dir="auto"
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
          // Hidden, not unmounted: a panel can contain a change that is not saved yet.
          <AgentPanel
            key={configuration.agent.id}
            hidden={!shown.includes(configuration)}
            label={labelOf(configuration.agent)}
            workspace={workspace}
            configuration={configuration}
            canEdit={canEdit}
            canMigrate={canMigrate}
          />
        ))}
      </Accordion.Root>
      <p role="status" className="text-muted">
        {shown.length === 0 ? isolated`No agent matches “${search}”.` : null}
      </p>
    </TranslationBoundary>
  );
}
