"use client";

import { type InfiniteData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { ActionError } from "@/lib/core/result";
import type { RequestPage } from "@/lib/features/usage/contract";
import { FetchError } from "../data/fetch-json";
import { mergeNewest } from "./merge-newest";
import { type KeyRef, type LogParams, newestRequestsQueryOptions, requestsQueryOptions } from "./queries";

const POLL_INTERVAL_MS = 2000;
/** Limits announcements for screen readers while a key is busy. */
const NOTIFY_INTERVAL_MS = 10_000;

/**
 * Polls for new requests while `on` and the page is visible, and adds them above the loaded rows. Polling stops when the
 * user is signed out or loses access.
 * @param onNewRequests called at the first new requests, then at most every NOTIFY_INTERVAL_MS
 * @returns the message for screen readers, and the error of the last attempt
 */
export function useLiveTail(
  keyRef: KeyRef,
  params: LogParams,
  data: InfiniteData<RequestPage> | undefined,
  on: boolean,
  onNewRequests: () => void,
): { message: string; error: ActionError | undefined } {
  const queryClient = useQueryClient();
  const { workspace, keyId } = keyRef;
  const [message, setMessage] = useState("");
  const unannounced = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const onNewRequestsRef = useRef(onNewRequests);
  onNewRequestsRef.current = onNewRequests;

  const newest = useQuery({
    ...newestRequestsQueryOptions(keyRef, params),
    enabled: on,
    refetchInterval: ({ state }) => (isPermanentError(toActionError(state.error)) ? false : POLL_INTERVAL_MS),
  });

  const notify = useCallback(() => {
    timer.current = undefined;
    const count = unannounced.current;
    if (count === 0) return;
    unannounced.current = 0;
    setMessage(`${count} new at ${clockTime.format()}`);
    onNewRequestsRef.current();
    timer.current = setTimeout(notify, NOTIFY_INTERVAL_MS);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` changes with `params`.
  useEffect(() => {
    const page = newest.data;
    if (!on || !page || !data) return;
    const { newCount } = mergeNewest(data, page);
    if (newCount === 0) return;
    queryClient.setQueryData(
      requestsQueryOptions({ workspace, keyId }, params).queryKey,
      (loaded) => loaded && mergeNewest(loaded, page).pages,
    );
    unannounced.current += newCount;
    if (!timer.current) notify();
  }, [on, newest.data, data, queryClient, workspace, keyId, notify]);

  useEffect(() => {
    if (on) return;
    setMessage("");
    unannounced.current = 0;
    clearTimeout(timer.current);
    timer.current = undefined;
  }, [on]);
  useEffect(() => () => clearTimeout(timer.current), []);

  return { message: on ? message : "", error: on ? toActionError(newest.error) : undefined };
}

const toActionError = (error: Error | null): ActionError | undefined =>
  error instanceof FetchError ? error.error : undefined;

/** Whether polling again would fail in the same way. */
export const isPermanentError = (error: ActionError | undefined): boolean =>
  error?.code === "NOT_SIGNED_IN" || error?.code === "NOT_FOUND";

/** With seconds: screen readers announce a second "1 new" only if its text differs. */
const clockTime = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
