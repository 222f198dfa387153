import { formatRelative } from "@/lib/core/time";
import type { ApiKeyDto } from "@/lib/features/api-keys/contract";
import { useClock } from "../time/clock";
import { Instant, RelativeTime } from "../time/instant";

interface Props {
  apiKey: Pick<ApiKeyDto, "lastSuccessAt" | "lastRefusalAt" | "lastRefusalStatus" | "outcomeUnknownUntil">;
  /** As text alone: each exact instant is a stop of the Tab key, too many in a long list within a dialog. */
  textOnly?: boolean;
}

/** "Last success 3 minutes ago", or what is known where there is none. */
export function LastSuccess({ apiKey, textOnly }: Props) {
  if (apiKey.lastSuccessAt)
    return <RequestTime at={apiKey.lastSuccessAt} prefix="Last success" plain={textOnly} />;
  if (apiKey.outcomeUnknownUntil) {
    return (
      <>
        No success since <Instant at={apiKey.outcomeUnknownUntil} />
      </>
    );
  }
  return apiKey.lastRefusalAt ? "No success yet" : "Never used";
}

/** "Last refusal 3 minutes ago (403)"; nothing where there was none. */
export function LastRefusal({ apiKey, textOnly }: Props) {
  const { lastRefusalAt, lastRefusalStatus } = apiKey;
  if (!lastRefusalAt) return null;
  return (
    <>
      <RequestTime at={lastRefusalAt} prefix="Last refusal" plain={textOnly} />
      {lastRefusalStatus ? ` (${lastRefusalStatus})` : null}
    </>
  );
}

function RequestTime({ at, prefix, plain }: { at: string; prefix: string; plain: boolean | undefined }) {
  const { now } = useClock();
  if (!plain) return <RelativeTime at={at} prefix={prefix} />;
  return (
    <time dateTime={at}>
      {prefix} {formatRelative(at, now)}
    </time>
  );
}
