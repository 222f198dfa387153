import { formatRelative } from "@/lib/core/time";
import type { ApiKeyDto } from "@/lib/features/api-keys/contract";
import { useClock } from "../time/clock";
import { Instant, RelativeTime } from "../time/instant";

interface Props {
  apiKey: Pick<ApiKeyDto, "lastSuccessAt" | "lastRefusalAt" | "lastRefusalStatus" | "outcomeUnknownUntil">;
  /** Without the time tooltip. Each tooltip is a tab stop: too many for a long list in a dialog. */
  textOnly?: boolean;
}

/** "Last success 3 minutes ago", or what is known without one. */
export function LastSuccess({ apiKey, textOnly }: Props) {
  if (apiKey.lastSuccessAt)
    return <RequestTime at={apiKey.lastSuccessAt} prefix="Last success" textOnly={textOnly} />;
  if (apiKey.outcomeUnknownUntil) {
    return (
      <span>
        No success since <Instant at={apiKey.outcomeUnknownUntil} />
      </span>
    );
  }
  return <span>{apiKey.lastRefusalAt ? "No success yet" : "Never used"}</span>;
}

/** "Last error 3 minutes ago (403)", or nothing. */
export function LastError({ apiKey, textOnly }: Props) {
  const { lastRefusalAt, lastRefusalStatus } = apiKey;
  if (!lastRefusalAt) return null;
  return (
    <>
      <RequestTime at={lastRefusalAt} prefix="Last error" textOnly={textOnly} />
      <span>{lastRefusalStatus ? ` (${lastRefusalStatus})` : null}</span>
    </>
  );
}

function RequestTime({
  at,
  prefix,
  textOnly,
}: {
  at: string;
  prefix: string;
  textOnly: boolean | undefined;
}) {
  const { now } = useClock();
  if (!textOnly) return <RelativeTime at={at} prefix={prefix} />;
  return <time dateTime={at}>{`${prefix} ${formatRelative(at, now)}`}</time>;
}
