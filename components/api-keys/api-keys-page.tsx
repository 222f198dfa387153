"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Settings } from "lucide-react";
import Link from "next/link";
import { lazy, Suspense, useState } from "react";
import type { AgentDto } from "@/lib/agents/contract";
import type { ApiKeyDto } from "@/lib/api-keys/contract";
import { ReadError } from "../get-json";
import { PageHeader } from "../shell/page-header";
import { Button, buttonClass } from "../ui/button";
import { Notice } from "../ui/notice";
import { KeyRow } from "./key-row";
import { KeyRowsPending } from "./key-rows-pending";
import { NoKeys, NoMatch } from "./list-states";
import { ListToolbar } from "./list-toolbar";
import { apiKeysOf, apiKeysQuery } from "./queries";
import { useListView } from "./use-list-view";

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

type Open = { dialog: "create" } | { dialog: "edit" | "delete"; key: ApiKeyDto } | null;

interface Props {
  workspace: { slug: string; id: string };
  agents: AgentDto[];
  canEdit: boolean;
  canConfigure: boolean;
  canMigrate: boolean;
}

/** Configure › API Keys. */
export function ApiKeysPage({ workspace, agents, canEdit, canConfigure, canMigrate }: Props) {
  const [view, changeView] = useListView();
  const [open, setOpen] = useState<Open>(null);
  const queryClient = useQueryClient();
  const changed = () => queryClient.invalidateQueries({ queryKey: apiKeysOf(workspace.slug) });
  const close = () => setOpen(null);

  return (
    <>
      <PageHeader title="API keys">
        {canConfigure ? (
          <Link href={`/${workspace.slug}/configure/api-keys/configuration`} className={buttonClass({})}>
            <Settings aria-hidden size={18} /> Configuration
          </Link>
        ) : null}
        {canEdit ? (
          <Button variant="primary" onClick={() => setOpen({ dialog: "create" })}>
            <Plus aria-hidden size={18} /> API key
          </Button>
        ) : null}
      </PageHeader>
      <ListToolbar view={view} onChange={changeView} />
      <KeyList
        workspace={workspace.slug}
        view={view}
        canEdit={canEdit}
        onClearSearch={() => changeView({ search: "" })}
        onOpen={setOpen}
      />

      {/* Without a boundary of its own, a dialog on its way would take the whole page off the screen. */}
      <Suspense fallback={null}>
        {open?.dialog === "create" ? (
          <CreateKeyDialog
            workspace={workspace}
            canMigrate={canMigrate}
            agents={agents}
            onCreated={changed}
            onClose={close}
          />
        ) : null}
        {open?.dialog === "edit" ? (
          <EditKeyDialog workspace={workspace.slug} apiKey={open.key} onSaved={changed} onClose={close} />
        ) : null}
        {open?.dialog === "delete" ? (
          <DeleteKeyDialog workspace={workspace.slug} apiKey={open.key} onDeleted={changed} onClose={close} />
        ) : null}
      </Suspense>
    </>
  );
}

interface ListProps {
  workspace: string;
  view: Parameters<typeof apiKeysQuery>[1];
  canEdit: boolean;
  onClearSearch: () => void;
  onOpen: (open: Open) => void;
}

/** The list in its four states: pending, failed, empty, full. */
function KeyList({ workspace, view, canEdit, onClearSearch, onOpen }: ListProps) {
  const query = useInfiniteQuery(apiKeysQuery(workspace, view));
  if (query.isPending) return <KeyRowsPending />;
  if (query.isError && !query.data)
    return <Failed error={query.error} onRetry={() => void query.refetch()} />;

  const keys = query.data.pages.flatMap((page) => page.keys);
  if (keys.length === 0 && view.search !== "")
    return <NoMatch search={view.search} onClear={onClearSearch} />;
  if (keys.length === 0) return <NoKeys canEdit={canEdit} onCreate={() => onOpen({ dialog: "create" })} />;
  return (
    <>
      {query.isError ? <Failed error={query.error} onRetry={() => void query.refetch()} /> : null}
      <ul aria-label="API keys" aria-busy={query.isPlaceholderData} className="flex flex-col gap-2">
        {keys.map((key) => (
          <li key={key.id}>
            <KeyRow
              apiKey={key}
              canEdit={canEdit}
              onEdit={() => onOpen({ dialog: "edit", key })}
              onDelete={() => onOpen({ dialog: "delete", key })}
            />
          </li>
        ))}
      </ul>
      {query.hasNextPage ? (
        <div className="mt-5 flex justify-center">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {query.isFetchingNextPage ? "Loading…" : "Show more"}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Failed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <div className="mb-3">
      <Notice tone="danger" live>
        <p>{error instanceof ReadError ? error.error.message : "The keys could not be loaded."}</p>
        <Button size="small" className="mt-3" onClick={onRetry}>
          Try again
        </Button>
      </Notice>
    </div>
  );
}
