"use client";

import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useState } from "react";
import type { ActionError } from "@/lib/core/result";
import type { RequestDto, RequestPage } from "@/lib/features/usage/contract";
import { LoadMore } from "../data/load-more";
import { ErrorRecovery } from "../feedback/action-error";
import { isQueryError, QueryError } from "../feedback/query-error";
import { useFocusNewRows } from "../hooks/use-focus-new-rows";
import { Button } from "../ui/button";
import { restoreFocusOnUnmount } from "../ui/focus";
import { Switch } from "../ui/switch";
import { TranslationBoundary } from "../ui/translation-boundary";
import { formatRequestCount } from "./format";
import { LogFilters } from "./log-filters";
import { LogRowsSkeleton, LogTable } from "./log-table";
import { type KeyRef, type LogParams, requestsQueryOptions } from "./queries";
import { isPermanentError, useLiveTail } from "./use-live-tail";
import { useLogParams } from "./use-log-params";

const RequestDetails = lazy(() =>
  import("./request-details").then((module) => ({ default: module.RequestDetails })),
);

interface Props {
  keyRef: KeyRef;
  /** Shown when the log is empty without filters. */
  empty: ReactNode;
  /** Called when the live tail has new requests: other request counts are outdated. */
  onNewRequests: () => void;
}

/** Why the live tail is interrupted or has stopped. */
function liveTailErrorMessage(error: ActionError): string {
  if (isPermanentError(error)) return error.message;
  return error.code === "UNAVAILABLE" ? "Connection lost. Retrying…" : `${error.message} Retrying…`;
}

/** The requests made with a key, newest first. */
export function RequestLog({ keyRef, empty, onNewRequests }: Props) {
  const [params, changeParams] = useLogParams();
  const [live, setLive] = useState(false);
  const [selected, setSelected] = useState<RequestDto>();
  const query = useInfiniteQuery(requestsQueryOptions(keyRef, params));
  // With an end date there can be no new requests.
  const following = live && params.to === null;
  const { message: liveMessage, error } = useLiveTail(
    keyRef,
    params,
    query.isPlaceholderData ? undefined : query.data,
    following,
    onNewRequests,
  );
  return (
    <section>
      <TranslationBoundary>
        <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <h2 tabIndex={-1} className="text-lg font-bold outline-none">
            Request log
          </h2>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <div role="status" className="text-sm text-muted">
              <span>{error ? liveTailErrorMessage(error) : liveMessage}</span>
              <ErrorRecovery code={error?.code} />
            </div>
            <Switch
              label={<span className="font-semibold">Live</span>}
              checked={following}
              disabled={params.to !== null}
              onChange={setLive}
            />
          </div>
        </div>
        <div className="mb-4">
          <LogFilters params={params} onChange={changeParams} />
          {params.to !== null ? (
            <p className="mt-2 text-sm text-muted">Live needs an open end date.</p>
          ) : null}
        </div>
        <p role="status" className="sr-only">
          {following ? null : resultCountText(query)}
        </p>
        <Rows
          query={query}
          params={params}
          empty={empty}
          onClear={() => changeParams({ status: null, endpoint: null, from: null, to: null })}
          onOpen={setSelected}
        />
      </TranslationBoundary>
      <Suspense fallback={null}>
        {selected ? <RequestDetails request={selected} onClose={() => setSelected(undefined)} /> : null}
      </Suspense>
    </section>
  );
}

interface RowsProps {
  query: UseInfiniteQueryResult<InfiniteData<RequestPage>>;
  params: LogParams;
  empty: ReactNode;
  onClear: () => void;
  onOpen: (request: RequestDto) => void;
}

function Rows({ query, params, empty, onClear, onOpen }: RowsProps) {
  const requests = query.data?.pages.flatMap((page) => page.requests) ?? [];
  const { listRef, focusNext } = useFocusNewRows<HTMLTableSectionElement>(requests.length, query.hasNextPage);
  const failed = isQueryError(query) && !query.isFetchNextPageError;
  if (query.isPending && !failed) return <LogRowsSkeleton />;
  const showMore = () => {
    focusNext();
    void query.fetchNextPage();
  };
  if (requests.length === 0 && !failed) {
    return (
      <div className="rounded-row border border-dashed border-line px-6 py-10">
        {hasFilters(params) ? (
          <>
            <p className="font-semibold">No requests match these filters.</p>
            <Button ref={restoreFocusOnUnmount} size="small" className="mt-4" onClick={onClear}>
              Show all requests
            </Button>
          </>
        ) : (
          empty
        )}
      </div>
    );
  }
  return (
    <div aria-busy={query.isPlaceholderData}>
      {failed ? <QueryError query={query} resourceName="The requests" /> : null}
      {requests.length > 0 ? <LogTable requests={requests} rowsRef={listRef} onOpen={onOpen} /> : null}
      <LoadMore query={query} itemsLabel="requests" onLoadMore={showMore} />
    </div>
  );
}

const hasFilters = (params: LogParams): boolean => Object.values(params).some((value) => value !== null);

/** The number of loaded requests, for screen readers. The live tail announces its own. */
function resultCountText(query: UseInfiniteQueryResult<InfiniteData<RequestPage>>): string {
  if (!query.isSuccess || query.isPlaceholderData) return "";
  const count = query.data.pages.reduce((sum, page) => sum + page.requests.length, 0);
  return query.hasNextPage ? `${count}+ requests` : formatRequestCount(count);
}
