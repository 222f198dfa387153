"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { YEAR_SECONDS } from "@/lib/core/durations";
import { ClockProvider } from "../time/clock";
import { UserIdProvider } from "./user-id";

interface Props {
  /** The slug of the current workspace, which `/` opens next time. */
  workspace?: string;
  userId?: string;
  now: number;
  zone: string;
  children: ReactNode;
}

/** The client-side contexts of every page of a workspace. */
export function Providers({ workspace, userId, now, zone, children }: Props) {
  const [queryClient] = useState(
    () => new QueryClient({ defaultOptions: { queries: { staleTime: 10_000, retry: 1 } } }),
  );
  useEffect(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing over plain http.
    if (workspace) document.cookie = `workspace=${workspace}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  }, [workspace]);
  return (
    <QueryClientProvider client={queryClient}>
      <ClockProvider initialNow={now} initialZone={zone}>
        <UserIdProvider value={userId}>{children}</UserIdProvider>
      </ClockProvider>
    </QueryClientProvider>
  );
}
