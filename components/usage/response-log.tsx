"use client";

import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useState } from "react";
import type { ActionError } from "@/lib/result";
import type { RequestDto, RequestPage } from "@/lib/usage/contract";
import { hasFailed, ReadFailed } from "../read-failed";
import { SignInAgain } from "../sign-in-again";
import { Button } from "../ui/button";
import { passFocusOn } from "../ui/focus";
import { Toggle } from "../ui/toggle";
import { useFocusOnRows } from "../use-focus-on-rows";
import { LogFilters } from "./log-filters";
import { LogRowsPending, LogTable } from "./log-table";
import { type KeyPlace, type LogView, requestsQuery } from "./queries";
import { isFinal, useLiveTail } from "./use-live-tail";
import { useLogView } from "./use-log-view";
import { requestsWord } from "./words";

const RequestDetails = lazy(() =>
  import("./request-details").then((module) => ({ default: module.RequestDetails })),
);

interface Props {
  place: KeyPlace;
  /** What is said while there is nothing in the log at all. */
  empty: ReactNode;
  /** The live tail brought something: what else tells of requests is out of date. */
  onNews: () => void;
}

/** Why the log is not followed at the moment, or no more. */
function toldProblem(problem: ActionError): string {
  if (isFinal(problem)) return problem.message;
  return problem.code === "UNAVAILABLE"
    ? "No answer came. Still trying."
    : `${problem.message} Still trying.`;
}

/** Every request that came with the key, newest first, in four states: pending, failed, empty, full. */
export function ResponseLog({ place, empty, onNews }: Props) {
  const [view, changeView] = useLogView();
  const [live, setLive] = useState(false);
  const [opened, setOpened] = useState<RequestDto>();
  const query = useInfiniteQuery(requestsQuery(place, view));
  // What ends in the past gets no news.
  const following = live && view.to === null;
  const { told: news, problem } = useLiveTail(
    place,
    view,
    query.isPlaceholderData ? undefined : query.data,
    following,
    onNews,
  );
  return (
    <section>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h2 tabIndex={-1} className="text-lg font-bold outline-none">
          Response log
        </h2>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <div role="status" className="text-sm text-muted">
            {problem ? toldProblem(problem) : news}
            <SignInAgain code={problem?.code} />
          </div>
          <Toggle
            label={<span className="font-semibold">Live</span>}
            checked={following}
            disabled={view.to !== null}
            onChange={setLive}
          />
        </div>
      </div>
      <div className="mb-4">
        <LogFilters view={view} onChange={changeView} />
        {view.to !== null ? <p className="mt-2 text-sm text-muted">Live is off while “To” is set.</p> : null}
      </div>
      <p role="status" className="sr-only">
        {following ? null : told(query)}
      </p>
      <Rows
        query={query}
        view={view}
        empty={empty}
        onClear={() => changeView({ status: null, endpoint: null, from: null, to: null })}
        onOpen={setOpened}
      />
      <Suspense fallback={null}>
        {opened ? <RequestDetails request={opened} onClose={() => setOpened(undefined)} /> : null}
      </Suspense>
    </section>
  );
}

interface RowsProps {
  query: UseInfiniteQueryResult<InfiniteData<RequestPage>>;
  view: LogView;
  empty: ReactNode;
  onClear: () => void;
  onOpen: (request: RequestDto) => void;
}

function Rows({ query, view, empty, onClear, onOpen }: RowsProps) {
  const requests = query.data?.pages.flatMap((page) => page.requests) ?? [];
  const { list, focusNext } = useFocusOnRows<HTMLTableSectionElement>(requests.length, query.hasNextPage);
  const failed = hasFailed(query) && !query.isFetchNextPageError;
  if (query.isPending && !failed) return <LogRowsPending />;
  const showMore = () => {
    focusNext();
    void query.fetchNextPage();
  };
  if (requests.length === 0 && !failed) {
    return (
      <div className="rounded-row border border-dashed border-line px-6 py-10">
        {isFiltered(view) ? (
          <>
            <p className="font-semibold">No request matches these filters.</p>
            <Button ref={passFocusOn} size="small" className="mt-4" onClick={onClear}>
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
    <div className="flex flex-col gap-4" aria-busy={query.isPlaceholderData}>
      {failed ? <ReadFailed query={query} what="The requests" /> : null}
      {requests.length > 0 ? <LogTable requests={requests} rows={list} onOpen={onOpen} /> : null}
      {query.isFetchNextPageError ? (
        <ReadFailed query={query} what="The older requests" onRetry={showMore} />
      ) : null}
      {query.hasNextPage && !query.isFetchNextPageError ? (
        <div className="flex justify-center">
          <Button busy={query.isFetchingNextPage} onClick={showMore}>
            {query.isFetchingNextPage ? "Loading…" : "Show more"}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

const isFiltered = (view: LogView): boolean => Object.values(view).some((value) => value !== null);

/** How many requests there are as the filters stand, for who does not see the rows. The live tail tells of its own. */
function told(query: UseInfiniteQueryResult<InfiniteData<RequestPage>>): string {
  if (!query.isSuccess || query.isPlaceholderData) return "";
  const count = query.data.pages.reduce((sum, page) => sum + page.requests.length, 0);
  return query.hasNextPage ? `${count}+ requests` : requestsWord(count);
}
