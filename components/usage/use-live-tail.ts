"use client";

import { type InfiniteData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { ActionError } from "@/lib/result";
import type { RequestPage } from "@/lib/usage/contract";
import { ReadError } from "../get-json";
import { mergeNewest } from "./merge-newest";
import { type KeyPlace, type LogView, newestRequestsQuery, requestsQuery } from "./queries";

const EVERY_MS = 2000;
/** A busy key must not talk without a pause. */
const QUIET_MS = 10_000;

/**
 * Follows a log while `on`, as long as the page is seen: puts what is new above the rows that are there.
 * @param onNews called with the first of them, and then no more than every ten seconds
 * @returns what to read out, and why the last try failed. Who is signed out, or may no longer look, is asked no more.
 */
export function useLiveTail(
  place: KeyPlace,
  view: LogView,
  data: InfiniteData<RequestPage> | undefined,
  on: boolean,
  onNews: () => void,
): { told: string; problem: ActionError | undefined } {
  const queryClient = useQueryClient();
  const { workspace, keyId } = place;
  const [told, setTold] = useState("");
  const held = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const news = useRef(onNews);
  news.current = onNews;

  const newest = useQuery({
    ...newestRequestsQuery(place, view),
    enabled: on,
    refetchInterval: ({ state }) => (isFinal(problemOf(state.error)) ? false : EVERY_MS),
  });

  const tell = useCallback(() => {
    timer.current = undefined;
    const count = held.current;
    if (count === 0) return;
    held.current = 0;
    setTold(`${count === 1 ? "1 new request" : `${count} new requests`} at ${clockTime.format()}`);
    news.current();
    timer.current = setTimeout(tell, QUIET_MS);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the view is told by the data that was read for it.
  useEffect(() => {
    const page = newest.data;
    if (!on || !page || !data) return;
    const { fresh } = mergeNewest(data, page);
    if (fresh === 0) return;
    queryClient.setQueryData(
      requestsQuery({ workspace, keyId }, view).queryKey,
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

  return { told: on ? told : "", problem: on ? problemOf(newest.error) : undefined };
}

const problemOf = (error: Error | null): ActionError | undefined =>
  error instanceof ReadError ? error.error : undefined;

/** Whether asking again would be answered the same. */
export const isFinal = (problem: ActionError | undefined): boolean =>
  problem?.code === "NOT_SIGNED_IN" || problem?.code === "NOT_FOUND";

/** To the second, so that a second "1 new request" is another text and is read out. */
const clockTime = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
