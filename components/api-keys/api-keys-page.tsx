"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Plus, Settings } from "lucide-react";
import { lazy, Suspense, useRef } from "react";
import type { AgentDto } from "@/lib/features/agents/contract";
import type { ApiKeyDto } from "@/lib/features/api-keys/contract";
import { useDialogState } from "../hooks/use-dialog-state";
import { PageHeader } from "../shell/page-header";
import { PageLink } from "../shell/page-link";
import { Button, buttonClass } from "../ui/button";
import { KeyList } from "./key-list";
import { KeyListToolbar } from "./key-list-toolbar";
import { hasFilters, serializeListParams } from "./list-params";
import { apiKeysQueryOptions } from "./queries";
import { useApiKeysCache } from "./use-api-keys-cache";
import { useListParams } from "./use-list-params";
import { useSelectedView } from "./use-selected-view";
import { useSelection } from "./use-selection";

// Dialogs come after the first paint: forms and their validator are most of this page's script.
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

/** Configure › API Keys. */
export function ApiKeysPage({ workspace, agents, canEdit, canConfigure, canMigrate }: Props) {
  const [view, changeView] = useListParams();
  const [open, setOpen, close] = useDialogState<OpenDialog>();
  const query = useInfiniteQuery(apiKeysQueryOptions(workspace.slug, view));
  const found = query.data?.pages.flatMap((page) => page.keys) ?? [];
  const selectedView = useSelectedView(`${workspace.slug}?${serializeListParams(view)}`);
  const keys = selectedView.keys ?? found;
  const selection = useSelection(workspace.slug, keys);
  const changes = useApiKeysCache(workspace.slug, (key) => {
    selection.update(key);
    selectedView.update(key);
  });
  const searchBox = useRef<HTMLInputElement>(null);
  const deleted = async (ids: string[]) => {
    selection.remove(ids);
    selectedView.remove(ids);
    await changes.remove(ids);
  };
  // Before the first key there is nothing to look for.
  const none = query.data && !query.isPlaceholderData && found.length === 0 && !hasFilters(view);

  return (
    <>
      <PageHeader title="API keys">
        {canConfigure ? (
          <PageLink href={`/${workspace.slug}/configure/api-keys/configuration`} className={buttonClass({})}>
            <Settings aria-hidden size={18} className="max-sm:hidden" /> Configuration
          </PageLink>
        ) : null}
        {canEdit ? (
          <Button variant="primary" onClick={() => setOpen({ dialog: "create" })}>
            <Plus aria-hidden size={18} /> API key
          </Button>
        ) : null}
      </PageHeader>
      {none ? null : (
        <KeyListToolbar params={view} agents={agents} onChange={changeView} searchInputRef={searchBox} />
      )}
      <KeyList
        workspace={workspace.slug}
        query={query}
        keys={keys}
        params={view}
        agentName={agents.find(({ id }) => id === view.agent)?.name ?? "an agent that is gone"}
        canEdit={canEdit}
        selection={selection}
        onlySelected={selectedView.keys !== null}
        onToggleSelected={() =>
          selectedView.keys ? selectedView.close() : selectedView.open([...selection.keys.values()])
        }
        onClear={(next) => {
          changeView(next);
          searchBox.current?.focus();
        }}
        onCreate={() => setOpen({ dialog: "create" })}
        onEdit={(key) => setOpen({ dialog: "edit", key })}
        onDelete={([first, ...rest]) => first && setOpen({ dialog: "delete", keys: [first, ...rest] })}
      />

      {/* Without a boundary of its own, a dialog on its way would take the whole page off the screen. */}
      <Suspense fallback={null}>
        {open?.dialog === "create" ? (
          <CreateKeyDialog
            workspace={workspace}
            canMigrate={canMigrate}
            agents={agents}
            onCreated={() => void changes.invalidate()}
            onClose={close}
          />
        ) : null}
        {open?.dialog === "edit" ? (
          <EditKeyDialog
            workspace={workspace.slug}
            apiKey={open.key}
            onSaved={changes.onSaved}
            onConflict={changes.replace}
            onClose={close}
          />
        ) : null}
        {open?.dialog === "delete" && open.keys.length === 1 ? (
          <DeleteKeyDialog
            workspace={workspace.slug}
            apiKey={open.keys[0]}
            onDeleted={() => deleted([open.keys[0].id])}
            onClose={close}
          />
        ) : null}
        {open?.dialog === "delete" && open.keys.length > 1 ? (
          <BulkDeleteDialog workspace={workspace.slug} keys={open.keys} onDeleted={deleted} onClose={close} />
        ) : null}
      </Suspense>
    </>
  );
}
