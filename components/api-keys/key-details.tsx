"use client";

import type { ReactNode } from "react";
import { NO_AGENTS_LEFT, permissionLabel } from "@/lib/features/api-keys/constants";
import type { ApiKeyDetailsDto, ApiKeyDto } from "@/lib/features/api-keys/contract";
import { phrase, UserText } from "../data/user-text";
import { Instant, RelativeTime } from "../time/instant";
import { Badge } from "../ui/badge";
import { Skeleton } from "../ui/skeleton";
import { CopyableCode } from "./copyable-code";
import { MaskedKey } from "./key-row";
import { LastSuccess } from "./last-requests";

interface Props {
  apiKey: ApiKeyDto;
  lastSuccess: RequestOrigin;
  lastRefusal: RequestOrigin;
}

/** Path and IP address of a request; null where not recorded. */
type RequestOrigin = Extract<ApiKeyDetailsDto, { key: ApiKeyDto }>["lastSuccess"];

export function KeyDetails({ apiKey, lastSuccess, lastRefusal }: Props) {
  const { lastSuccessAt, lastRefusalAt, lastRefusalStatus } = apiKey;
  return (
    <DetailsGrid
      details={{
        Key: <MaskedKey name={apiKey.name} masked={apiKey.masked} />,
        Agents: <Agents agents={apiKey.agents} />,
        Permissions: (
          <ul className="flex flex-wrap gap-1.5">
            {apiKey.permissions.map((permission) => (
              <li key={permission}>
                <Badge>{permissionLabel(permission)}</Badge>
              </li>
            ))}
          </ul>
        ),
        Created: (
          <>
            <RelativeTime at={apiKey.createdAt} /> <span>by</span> <UserText>{apiKey.createdBy}</UserText>
          </>
        ),
        Expires: (
          <>
            <Instant at={apiKey.expiresAt} />{" "}
            <span className="block text-sm text-muted">
              <RelativeTime at={apiKey.expiresAt} />
            </span>
          </>
        ),
        "Last success": lastSuccessAt ? (
          <LastRequest at={lastSuccessAt} from={lastSuccess} />
        ) : (
          <LastSuccess apiKey={apiKey} />
        ),
        "Last error": lastRefusalAt ? (
          <LastRequest at={lastRefusalAt} from={lastRefusal} status={lastRefusalStatus} />
        ) : (
          "None"
        ),
        // The audit export and the command line name keys by ID.
        "Key ID": (
          <CopyableCode
            text={apiKey.id}
            label="Copy key ID"
            copiedMessage={phrase`Copied the ID of “${apiKey.name}”.`}
          />
        ),
      }}
    />
  );
}

function DetailsGrid({ details }: { details: Record<string, ReactNode> }) {
  return (
    <dl className="grid gap-x-8 gap-y-5 rounded-row border border-line/60 bg-card p-4 sm:grid-cols-2 sm:p-5 lg:grid-cols-3">
      {Object.entries(details).map(([term, detail]) => (
        <div key={term} className="min-w-0">
          <dt className="mb-1 text-sm text-muted">{term}</dt>
          <dd className="font-medium break-words">{detail}</dd>
        </div>
      ))}
    </dl>
  );
}

export function KeyDetailsSkeleton() {
  const terms = [
    "Key",
    "Agents",
    "Permissions",
    "Created",
    "Expires",
    "Last success",
    "Last error",
    "Key ID",
  ];
  return (
    <DetailsGrid
      details={Object.fromEntries(
        terms.map((term) => [term, <Skeleton key={term} className="h-9 w-full" />]),
      )}
    />
  );
}

function Agents({ agents }: { agents: ApiKeyDto["agents"] }) {
  if (agents === null) return <span>All agents (including future agents)</span>;
  if (agents.length === 0) return <span>{NO_AGENTS_LEFT}</span>;
  return (
    <ul className="max-h-40 overflow-y-auto">
      {agents.map(({ id, name }) => (
        <li key={id}>
          <UserText>{name}</UserText>
        </li>
      ))}
    </ul>
  );
}

function LastRequest({ at, from, status }: { at: string; from: RequestOrigin; status?: number | null }) {
  return (
    <>
      <RelativeTime at={at} />
      <span>{status ? `, ${status}` : null}</span>
      {from ? (
        <>
          <span> from </span>
          <span translate="no" className="inline-block max-w-full font-mono text-[0.8125rem] break-all">
            {from.address}
          </span>
          <code translate="no" className="block font-mono text-[0.8125rem] break-all text-muted">
            {from.path}
          </code>
        </>
      ) : null}
    </>
  );
}
