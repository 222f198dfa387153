"use client";

import { isInstant } from "@/lib/core/time";
import { isEndpoint, STATUS_CLASSES } from "@/lib/features/usage/constants";
import { useUrlSearchParams } from "../hooks/use-url-search-params";
import type { LogParams } from "./queries";

const isStatus = (value: string | null): value is NonNullable<LogParams["status"]> =>
  value !== null && Object.hasOwn(STATUS_CLASSES, value);
const parseInstant = (value: string | null) => (value !== null && isInstant(value) ? value : null);

/** What of the log is shown: kept in the address, so that it can be shared and the back button works. */
export function useLogParams(): [LogParams, (next: Partial<LogParams>) => void] {
  const [parameters, push] = useUrlSearchParams();
  const status = parameters.get("status");
  const endpoint = parameters.get("endpoint");
  const view: LogParams = {
    status: isStatus(status) ? status : null,
    endpoint: endpoint !== null && isEndpoint(endpoint) ? endpoint : null,
    from: parseInstant(parameters.get("from")),
    to: parseInstant(parameters.get("to")),
  };
  const change = (next: Partial<LogParams>) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...view, ...next })) if (value) query.set(name, value);
    push(query);
  };
  return [view, change];
}
