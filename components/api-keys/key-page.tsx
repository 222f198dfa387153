"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Pencil, RefreshCw, Trash2 } from "lucide-react";
import { lazy, Suspense } from "react";
import { keyStateAt } from "@/lib/features/api-keys/constants";
import type { ApiKeyDetailsDto, ApiKeyDto } from "@/lib/features/api-keys/contract";
import { UserText } from "../data/user-text";
import { isQueryError, QueryError } from "../feedback/query-error";
import { useDialogState } from "../hooks/use-dialog-state";
import { PageLink } from "../shell/page-link";
import { useClock } from "../time/clock";
import { Instant } from "../time/instant";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { restoreFocusOnUnmount } from "../ui/focus";
import { TranslationBoundary } from "../ui/translation-boundary";
import { usageQueryKey } from "../usage/queries";
import { RequestLog } from "../usage/request-log";
import { TrafficPanel } from "../usage/traffic-panel";
import { EmptyRequestLog } from "./empty-request-log";
import { KeyDetails } from "./key-details";
import { KeyHeader } from "./key-header";
import { apiKeyQueryOptions } from "./queries";
import { RotationPanel } from "./rotation-panel";
import { TrafficComparison } from "./traffic-comparison";
import { UnusedPermissions } from "./unused-permissions";
import { useApiKeysCache } from "./use-api-keys-cache";

// Loaded after the first paint, as on the list.
const EditKeyDialog = lazy(() =>
  import("./edit-key-dialog").then((module) => ({ default: module.EditKeyDialog })),
);
const RotateKeyDialog = lazy(() =>
  import("./rotate-key-dialog").then((module) => ({ default: module.RotateKeyDialog })),
);
const DeleteKeyDialog = lazy(() =>
  import("./delete-key-dialog").then((module) => ({ default: module.DeleteKeyDialog })),
);

type OpenDialog = { dialog: "edit" | "rotate" | "delete"; key: ApiKeyDto };
type ExistingKeyDetails = Extract<ApiKeyDetailsDto, { key: ApiKeyDto }>;

interface Props {
  workspace: { slug: string; id: string };
  keyId: string;
  canEdit: boolean;
}

/** One key: its details, traffic and request log. A deleted key keeps its log. */
export function KeyPage({ workspace, keyId, canEdit }: Props) {
  const { slug } = workspace;
  const keyRef = { workspace: slug, keyId };
  const [open, setOpen, close] = useDialogState<OpenDialog>();
  const query = useQuery(apiKeyQueryOptions(slug, keyId));
  const queryClient = useQueryClient();
  const cache = useApiKeysCache(slug);
  const { invalidate } = cache;
  // Not the log: it has just fetched the new requests.
  const refetchUsage = () => {
    void queryClient.invalidateQueries({ queryKey: apiKeyQueryOptions(slug, keyId).queryKey });
    void queryClient.invalidateQueries({ queryKey: [...usageQueryKey(keyRef), "traffic"] });
  };
  const { data } = query;
  if (!data) {
    return isQueryError(query) ? <QueryError query={query} resourceName="The key" /> : null;
  }
  return (
    <div className="flex flex-col gap-8">
      <TranslationBoundary>
        {"deleted" in data ? (
          <DeletedKey workspace={slug} deleted={data.deleted} />
        ) : (
          <ExistingKey
            workspace={slug}
            details={data}
            canEdit={canEdit}
            onOpen={(dialog) => setOpen({ dialog, key: data.key })}
            onChanged={invalidate}
          />
        )}
        {"deleted" in data ? null : <TrafficPanel keyRef={keyRef} />}
        <RequestLog
          keyRef={keyRef}
          onNewRequests={refetchUsage}
          empty={<EmptyRequestLog workspaceId={workspace.id} details={data} />}
        />
      </TranslationBoundary>

      {/* Without its own boundary, a loading dialog would hide the whole page. */}
      <Suspense fallback={null}>
        {open?.dialog === "edit" ? (
          <EditKeyDialog workspace={slug} apiKey={open.key} cache={cache} onClose={close} />
        ) : null}
        {open?.dialog === "rotate" ? (
          <RotateKeyDialog workspace={workspace} apiKey={open.key} onCreated={invalidate} onClose={close} />
        ) : null}
        {open?.dialog === "delete" ? (
          <DeleteKeyDialog workspace={slug} apiKey={open.key} onDeleted={invalidate} onClose={close} />
        ) : null}
      </Suspense>
    </div>
  );
}

const STATES = {
  active: { label: "Active", tone: "good" },
  expiring: { label: "Expires soon", tone: "warn" },
  expired: { label: "Expired", tone: "danger" },
} as const;

interface ExistingKeyProps {
  workspace: string;
  details: ExistingKeyDetails;
  canEdit: boolean;
  onOpen: (dialog: "edit" | "rotate" | "delete") => void;
  onChanged: () => Promise<void>;
}

function ExistingKey({ workspace, details, canEdit, onOpen, onChanged }: ExistingKeyProps) {
  const { key, replaces, replacedBy } = details;
  const { label, tone } = STATES[keyStateAt(key, useClock().now)];
  return (
    <div className="flex flex-col gap-4">
      <KeyHeader
        workspace={workspace}
        name={<UserText>{key.name}</UserText>}
        badge={<Badge tone={tone}>{label}</Badge>}
      >
        {canEdit ? (
          <>
            <Button onClick={() => onOpen("edit")}>
              <Pencil aria-hidden size={17} /> Edit
            </Button>
            {replacedBy ? null : (
              // It may have the focus again when the new key removes it.
              <Button ref={restoreFocusOnUnmount} onClick={() => onOpen("rotate")}>
                <RefreshCw aria-hidden size={17} /> Rotate
              </Button>
            )}
            <Button onClick={() => onOpen("delete")}>
              <Trash2 aria-hidden size={17} /> Delete
            </Button>
          </>
        ) : null}
      </KeyHeader>
      {replaces ? (
        <section aria-label="Both keys" className="rounded-row border border-line/60 bg-card p-4 sm:p-5">
          <p>
            Replaces{" "}
            <PageLink
              href={`/${workspace}/configure/api-keys/${replaces.id}`}
              className="rounded-sm font-semibold break-words underline underline-offset-4"
            >
              <UserText>{replaces.name}</UserText>
            </PageLink>
            .
          </p>
          <TrafficComparison
            workspace={workspace}
            keys={[
              { ...replaces, roleLabel: "old key" },
              { ...key, roleLabel: "this key" },
            ]}
          />
        </section>
      ) : null}
      <UnusedPermissions
        workspace={workspace}
        apiKey={key}
        unused={details.unusedPermissions}
        canEdit={canEdit}
        onChanged={onChanged}
      />
      {replacedBy ? (
        <RotationPanel
          workspace={workspace}
          apiKey={key}
          successor={replacedBy}
          canEdit={canEdit}
          onDelete={() => onOpen("delete")}
        />
      ) : null}
      <KeyDetails apiKey={key} lastSuccess={details.lastSuccess} lastRefusal={details.lastRefusal} />
    </div>
  );
}

interface DeletedKeyProps {
  workspace: string;
  deleted: Extract<ApiKeyDetailsDto, { deleted: unknown }>["deleted"];
}

function DeletedKey({ workspace, deleted }: DeletedKeyProps) {
  return (
    <div>
      <KeyHeader
        workspace={workspace}
        name={<UserText>{deleted.name}</UserText>}
        badge={<Badge tone="danger">Deleted</Badge>}
      />
      <p className="mt-4">
        <UserText>{deleted.by}</UserText> deleted this key on <Instant at={deleted.at} />. Requests with it
        fail.
      </p>
    </div>
  );
}
