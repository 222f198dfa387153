"use client";

import { type InfiniteData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { ActionError } from "@/lib/core/result";
import type { RequestPage } from "@/lib/features/usage/contract";
import { FetchError } from "../data/fetch-json";
import { mergeNewest } from "./merge-newest";
import { type KeyRef, type LogParams, newestRequestsQueryOptions, requestsQueryOptions } from "./queries";

const POLL_INTERVAL_MS = 2000;
/** A busy key must not talk without a pause. */
const NOTIFY_INTERVAL_MS = 10_000;

/**
 * Follows a log while `on`, as long as the page is seen: puts what is new above the rows that are there.
 * @param onNews called with the first of them, and then no more than every ten seconds
 * @returns what to read out, and why the last try failed. Who is signed out, or may no longer look, is asked no more.
 */
export function useLiveTail(
  place: KeyRef,
  view: LogParams,
  data: InfiniteData<RequestPage> | undefined,
  on: boolean,
  onNews: () => void,
): { message: string; error: ActionError | undefined } {
  const queryClient = useQueryClient();
  const { workspace, keyId } = place;
  const [told, setTold] = useState("");
  const held = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const news = useRef(onNews);
  news.current = onNews;

  const newest = useQuery({
    ...newestRequestsQueryOptions(place, view),
    enabled: on,
    refetchInterval: ({ state }) => (isPermanentError(toActionError(state.error)) ? false : POLL_INTERVAL_MS),
  });

  const tell = useCallback(() => {
    timer.current = undefined;
    const count = held.current;
    if (count === 0) return;
    held.current = 0;
    setTold(`${count === 1 ? "1 new request" : `${count} new requests`} at ${clockTime.format()}`);
    news.current();
    timer.current = setTimeout(tell, NOTIFY_INTERVAL_MS);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the view is told by the data that was read for it.
  useEffect(() => {
    const page = newest.data;
    if (!on || !page || !data) return;
    const { fresh } = mergeNewest(data, page);
    if (fresh === 0) return;
    queryClient.setQueryData(
      requestsQueryOptions({ workspace, keyId }, view).queryKey,
      (known) => known && mergeNewest(known, page).pages,
    );
    held.current += fresh;
    if (!timer.current) tell();
  }, [on, newest.data, data, queryClient, workspace, keyId, tell]);

  useEffect(() => {
    if (on) return;
    setTold("");
    held.current = 0;
    clearTimeout(timer.current);
    timer.current = undefined;
  }, [on]);
  useEffect(() => () => clearTimeout(timer.current), []);

  return { message: on ? told : "", error: on ? toActionError(newest.error) : undefined };
}

const toActionError = (error: Error | null): ActionError | undefined =>
  error instanceof FetchError ? error.error : undefined;

/** Whether asking again would be answered the same. */
export const isPermanentError = (problem: ActionError | undefined): boolean =>
  problem?.code === "NOT_SIGNED_IN" || problem?.code === "NOT_FOUND";

/** To the second, so that a second "1 new request" is another text and is read out. */
const clockTime = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
