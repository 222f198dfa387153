"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Plus, Settings } from "lucide-react";
import { lazy, Suspense, useRef } from "react";
import type { AgentDto } from "@/lib/features/agents/contract";
import type { ApiKeyDto } from "@/lib/features/api-keys/contract";
import { useDialogState } from "../hooks/use-dialog-state";
import { useSearchParamsState } from "../hooks/use-search-params-state";
import { PageHeader } from "../shell/page-header";
import { PageLink } from "../shell/page-link";
import { Button, buttonClass } from "../ui/button";
import { TranslationBoundary } from "../ui/translation-boundary";
import { KeyList } from "./key-list";
import { KeyListToolbar } from "./key-list-toolbar";
import { hasFilters, parseListParams, serializeListParams } from "./list-params";
import { apiKeysQueryOptions } from "./queries";
import { useApiKeysCache } from "./use-api-keys-cache";
import { useSelectedView } from "./use-selected-view";
import { useSelection } from "./use-selection";

// Loaded after the first paint: forms and their validator are most of this page's script.
const CreateKeyDialog = lazy(() =>
  import("./create-key-dialog").then((module) => ({ default: module.CreateKeyDialog })),
);
const EditKeyDialog = lazy(() =>
  import("./edit-key-dialog").then((module) => ({ default: module.EditKeyDialog })),
);
const DeleteKeyDialog = lazy(() =>
  import("./delete-key-dialog").then((module) => ({ default: module.DeleteKeyDialog })),
);
const BulkDeleteDialog = lazy(() =>
  import("./bulk-delete-dialog").then((module) => ({ default: module.BulkDeleteDialog })),
);

type OpenDialog =
  | { dialog: "create" }
  | { dialog: "edit"; key: ApiKeyDto }
  | { dialog: "delete"; keys: [ApiKeyDto, ...ApiKeyDto[]] };

interface Props {
  workspace: { slug: string; id: string };
  agents: AgentDto[];
  canEdit: boolean;
  canConfigure: boolean;
  canMigrate: boolean;
}

/** The page Configure › API Keys. */
export function ApiKeysPage({ workspace, agents, canEdit, canConfigure, canMigrate }: Props) {
  const [params, setParams] = useSearchParamsState(parseListParams, serializeListParams, "search");
  const [open, setOpen, close] = useDialogState<OpenDialog>();
  const query = useInfiniteQuery(apiKeysQueryOptions(workspace.slug, params));
  const found = query.data?.pages.flatMap((page) => page.keys) ?? [];
  const selectedView = useSelectedView(`${workspace.slug}?${serializeListParams(params)}`);
  const keys = selectedView.keys ?? found;
  const selection = useSelection(workspace.slug, keys);
  const cache = useApiKeysCache(workspace.slug, (key) => {
    selection.update(key);
    selectedView.update(key);
  });
  const searchInput = useRef<HTMLInputElement>(null);
  const removeDeleted = async (ids: string[]) => {
    selection.remove(ids);
    selectedView.remove(ids);
    await cache.remove(ids);
  };
  const isEmpty = query.data && !query.isPlaceholderData && found.length === 0 && !hasFilters(params);

  return (
    <>
      <TranslationBoundary>
        <PageHeader title="API keys">
          {canConfigure ? (
            <PageLink
              href={`/${workspace.slug}/configure/api-keys/configuration`}
              className={buttonClass({})}
            >
              <Settings aria-hidden size={18} className="max-sm:hidden" /> Configuration
            </PageLink>
          ) : null}
          {canEdit ? (
            <Button variant="primary" onClick={() => setOpen({ dialog: "create" })}>
              <Plus aria-hidden size={18} /> API key
            </Button>
          ) : null}
        </PageHeader>
        {isEmpty ? null : (
          <KeyListToolbar params={params} agents={agents} onChange={setParams} searchInputRef={searchInput} />
        )}
        <KeyList
          workspace={workspace.slug}
          query={query}
          keys={keys}
          params={params}
          agentName={agents.find(({ id }) => id === params.agent)?.name ?? "Deleted agent"}
          canEdit={canEdit}
          selection={selection}
          onlySelected={selectedView.keys !== null}
          onToggleSelected={() =>
            selectedView.keys ? selectedView.close() : selectedView.open([...selection.keys.values()])
          }
          onClear={(next) => {
            setParams(next);
            searchInput.current?.focus();
          }}
          onCreate={() => setOpen({ dialog: "create" })}
          onEdit={(key) => setOpen({ dialog: "edit", key })}
          onDelete={([first, ...rest]) => first && setOpen({ dialog: "delete", keys: [first, ...rest] })}
        />
      </TranslationBoundary>

      {/* Without its own boundary, a loading dialog would hide the whole page. */}
      <Suspense fallback={null}>
        {open?.dialog === "create" ? (
          <CreateKeyDialog
            workspace={workspace}
            canMigrate={canMigrate}
            agents={agents}
            onCreated={() => void cache.invalidate()}
            onClose={close}
          />
        ) : null}
        {open?.dialog === "edit" ? (
          <EditKeyDialog workspace={workspace.slug} apiKey={open.key} cache={cache} onClose={close} />
        ) : null}
        {open?.dialog === "delete" && open.keys.length === 1 ? (
          <DeleteKeyDialog
            workspace={workspace.slug}
            apiKey={open.keys[0]}
            onDeleted={() => removeDeleted([open.keys[0].id])}
            onClose={close}
          />
        ) : null}
        {open?.dialog === "delete" && open.keys.length > 1 ? (
          <BulkDeleteDialog
            workspace={workspace.slug}
            keys={open.keys}
            onDeleted={removeDeleted}
            onClose={close}
          />
        ) : null}
      </Suspense>
    </>
  );
}
