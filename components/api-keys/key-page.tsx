"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Pencil, RefreshCw, Trash2 } from "lucide-react";
import { lazy, Suspense } from "react";
import type { ApiKeyDto, ApiKeyStoryDto } from "@/lib/api-keys/contract";
import { stateAt } from "@/lib/api-keys/terms";
import { hasFailed, ReadFailed } from "../read-failed";
import { PageLink } from "../shell/page-link";
import { useClock } from "../time/clock";
import { Instant } from "../time/instant";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { usageOf } from "../usage/queries";
import { ResponseLog } from "../usage/response-log";
import { TrafficPanel } from "../usage/traffic-panel";
import { useOpen } from "../use-open";
import { EmptyLog } from "./empty-log";
import { KeyFacts } from "./key-facts";
import { KeyHeader } from "./key-header";
import { apiKeyQuery } from "./queries";
import { SideBySide } from "./side-by-side";
import { SuccessionPanel } from "./succession-panel";
import { UnusedPermissions } from "./unused-permissions";
import { useKeyChanges } from "./use-key-changes";

// Dialogs come after the first paint, as on the list.
const EditKeyDialog = lazy(() =>
  import("./edit-key-dialog").then((module) => ({ default: module.EditKeyDialog })),
);
const RotateKeyDialog = lazy(() =>
  import("./rotate-key-dialog").then((module) => ({ default: module.RotateKeyDialog })),
);
const DeleteKeyDialog = lazy(() =>
  import("./delete-key-dialog").then((module) => ({ default: module.DeleteKeyDialog })),
);

type Open = { dialog: "edit" | "rotate" | "delete"; key: ApiKeyDto };
type LivingStory = Extract<ApiKeyStoryDto, { key: ApiKeyDto }>;

interface Props {
  workspace: { slug: string; id: string };
  keyId: string;
  canEdit: boolean;
}

/** One key: what it is, how it is used, and every request that came with it. Its log outlives it. */
export function KeyPage({ workspace, keyId, canEdit }: Props) {
  const { slug } = workspace;
  const place = { workspace: slug, keyId };
  const [open, setOpen, close] = useOpen<Open>();
  const story = useQuery(apiKeyQuery(slug, keyId));
  const queryClient = useQueryClient();
  const changes = useKeyChanges(slug);
  const { changed } = changes;
  // The log is up to date by itself: it is the log that brought the news.
  const news = () => {
    void queryClient.invalidateQueries({ queryKey: apiKeyQuery(slug, keyId).queryKey });
    void queryClient.invalidateQueries({ queryKey: [...usageOf(place), "traffic"] });
  };
  const { data } = story;
  if (!data) {
    return hasFailed(story) ? <ReadFailed query={story} what="The key" /> : null;
  }
  return (
    <div className="flex flex-col gap-8">
      {"deleted" in data ? (
        <Deleted workspace={slug} deleted={data.deleted} />
      ) : (
        <Living
          workspace={slug}
          story={data}
          canEdit={canEdit}
          onOpen={(dialog) => setOpen({ dialog, key: data.key })}
          onChanged={changed}
        />
      )}
      {"deleted" in data ? null : <TrafficPanel place={place} />}
      <ResponseLog place={place} onNews={news} empty={<EmptyLog workspaceId={workspace.id} story={data} />} />

      {/* Without a boundary of its own, a dialog on its way would take the whole page off the screen. */}
      <Suspense fallback={null}>
        {open?.dialog === "edit" ? (
          <EditKeyDialog
            workspace={slug}
            apiKey={open.key}
            onSaved={changes.saved}
            onOvertaken={changes.replaced}
            onClose={close}
          />
        ) : null}
        {open?.dialog === "rotate" ? (
          <RotateKeyDialog workspace={workspace} apiKey={open.key} onCreated={changed} onClose={close} />
        ) : null}
        {open?.dialog === "delete" ? (
          <DeleteKeyDialog workspace={slug} apiKey={open.key} onDeleted={changed} onClose={close} />
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

interface LivingProps {
  workspace: string;
  story: LivingStory;
  canEdit: boolean;
  onOpen: (dialog: "edit" | "rotate" | "delete") => void;
  onChanged: () => Promise<void>;
}

function Living({ workspace, story, canEdit, onOpen, onChanged }: LivingProps) {
  const { key, replaces, replacedBy } = story;
  const { label, tone } = STATES[stateAt(key, useClock().now)];
  return (
    <div className="flex flex-col gap-4">
      <KeyHeader workspace={workspace} name={key.name} badge={<Badge tone={tone}>{label}</Badge>}>
        {canEdit ? (
          <>
            <Button onClick={() => onOpen("edit")}>
              <Pencil aria-hidden size={17} /> Edit
            </Button>
            {replacedBy ? null : (
              <Button onClick={() => onOpen("rotate")}>
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
            Made to replace{" "}
            <PageLink
              href={`/${workspace}/configure/api-keys/${replaces.id}`}
              className="rounded-sm font-semibold break-words underline underline-offset-4"
            >
              {replaces.name}
            </PageLink>
            .
          </p>
          <SideBySide
            workspace={workspace}
            keys={[
              { ...replaces, as: "being replaced" },
              { ...key, as: "this key" },
            ]}
          />
        </section>
      ) : null}
      <UnusedPermissions
        workspace={workspace}
        apiKey={key}
        unused={story.unusedPermissions}
        canEdit={canEdit}
        onChanged={onChanged}
      />
      {replacedBy ? (
        <SuccessionPanel
          workspace={workspace}
          apiKey={key}
          successor={replacedBy}
          canEdit={canEdit}
          onDelete={() => onOpen("delete")}
        />
      ) : null}
      <KeyFacts apiKey={key} lastSuccess={story.lastSuccess} lastRefusal={story.lastRefusal} />
    </div>
  );
}

interface DeletedProps {
  workspace: string;
  deleted: Extract<ApiKeyStoryDto, { deleted: unknown }>["deleted"];
}

function Deleted({ workspace, deleted }: DeletedProps) {
  return (
    <div>
      <KeyHeader workspace={workspace} name={deleted.name} badge={<Badge tone="danger">Deleted</Badge>} />
      <p className="mt-4">
        {deleted.by} deleted this key on <Instant at={deleted.at} />. Whatever still uses it is refused.
      </p>
    </div>
  );
}
