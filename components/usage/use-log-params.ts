"use client";

import { toInstant } from "@/lib/core/instant";
import { isEndpoint, STATUS_CLASSES } from "@/lib/features/usage/constants";
import { useSearchParamsState } from "../hooks/use-search-params-state";
import type { LogParams } from "./queries";

const isStatus = (value: string | null): value is NonNullable<LogParams["status"]> =>
  value !== null && Object.hasOwn(STATUS_CLASSES, value);

function parseLogParams(params: URLSearchParams): LogParams {
  const status = params.get("status");
  const endpoint = params.get("endpoint");
  const instant = (name: string) => {
    const value = params.get(name);
    return value === null ? null : toInstant(value, { firstYear: 1970 });
  };
  return {
    status: isStatus(status) ? status : null,
    endpoint: endpoint !== null && isEndpoint(endpoint) ? endpoint : null,
    from: instant("from"),
    to: instant("to"),
  };
}

function serializeLogParams(params: LogParams): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) if (value) query.set(name, value);
  return query;
}

/** The filters of the request log, kept in the URL. */
export const useLogParams = (): [LogParams, (changes: Partial<LogParams>) => void] =>
  useSearchParamsState(parseLogParams, serializeLogParams);
