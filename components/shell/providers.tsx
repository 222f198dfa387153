"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ClockProvider } from "../time/clock";
import { Announcer } from "../ui/announcer";

interface Props {
  now: number;
  zone: string;
  children: ReactNode;
}

/** What every page of a workspace has around it in the browser. */
export function Providers({ now, zone, children }: Props) {
  const [queryClient] = useState(
    () => new QueryClient({ defaultOptions: { queries: { staleTime: 10_000, retry: 1 } } }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <ClockProvider initialNow={now} initialZone={zone}>
        <Announcer>{children}</Announcer>
      </ClockProvider>
    </QueryClientProvider>
  );
}
