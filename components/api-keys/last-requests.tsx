import type { ApiKeyDto } from "@/lib/api-keys/contract";
import { formatRelative } from "@/lib/time";
import { useClock } from "../time/clock";
import { Instant, RelativeTime } from "../time/instant";

interface Props {
  apiKey: Pick<ApiKeyDto, "lastSuccessAt" | "lastRefusalAt" | "lastRefusalStatus" | "outcomeUnknownUntil">;
  /** As text alone: each exact instant is a stop of the Tab key, too many in a long list within a dialog. */
  plain?: boolean;
}

/** "Last success 3 minutes ago", or what is known where there is none. */
export function LastSuccess({ apiKey, plain }: Props) {
  if (apiKey.lastSuccessAt) return <When at={apiKey.lastSuccessAt} prefix="Last success" plain={plain} />;
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
export function LastRefusal({ apiKey, plain }: Props) {
  const { lastRefusalAt, lastRefusalStatus } = apiKey;
  if (!lastRefusalAt) return null;
  return (
    <>
      <When at={lastRefusalAt} prefix="Last refusal" plain={plain} />
      {lastRefusalStatus ? ` (${lastRefusalStatus})` : null}
    </>
  );
}

function When({ at, prefix, plain }: { at: string; prefix: string; plain: boolean | undefined }) {
  const { now } = useClock();
  if (!plain) return <RelativeTime at={at} prefix={prefix} />;
  return (
    <time dateTime={at}>
      {prefix} {formatRelative(at, now)}
    </time>
  );
}
