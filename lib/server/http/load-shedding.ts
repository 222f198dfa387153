import type { IncomingMessage, ServerResponse } from "node:http";
import { checkDatabase, DATABASE_ISSUE_MESSAGES } from "@/db/queries/health";
import { waitForEarlierResponses } from "@/lib/api/http/connections";
import { AppError } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import { classify, type RouteKind } from "@/lib/core/routes";
import { reasonFields } from "@/lib/core/serialize-error";

type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Page requests at a time: each takes about 20 ms of the one thread, so the last one waits a few seconds. */
const MAX_IN_FLIGHT = 100;

const REASONS = { ...DATABASE_ISSUE_MESSAGES, saturated: "Too many page requests at once." };

/**
 * Wraps the page handler and responds with 503 and `Retry-After` to requests that it could only serve late or with an error.
 * A POST always passes: only its verb knows whether the change was saved.
 */
export function shedLoad(handle: Listener): Listener {
  let inFlight = 0;
  return async (request, response) => {
    const kind = classify(request.url ?? "/");
    if (request.method === "POST" || kind === "asset") return handle(request, response);
    // A connection renders one page at a time: requests that it pipelines behind a slow reader must not count against others.
    await waitForEarlierResponses(response);
    if (response.destroyed) return;
    if (inFlight >= MAX_IN_FLIGHT) return respondUnavailable(kind, response, "saturated");
    inFlight++;
    response.once("close", () => inFlight--);
    const issue = kind === "docs" ? null : await checkDatabase();
    if (issue) return respondUnavailable(kind, response, issue.kind, issue.cause);
    await handle(request, response);
  };
}

function respondUnavailable(
  kind: RouteKind,
  response: ServerResponse,
  reason: keyof typeof REASONS,
  cause?: unknown,
): void {
  log().warn(cause ? reasonFields(cause) : { reason: REASONS[reason] }, "page request rejected");
  const isData = kind === "data";
  const { code, message, status, fields } = new AppError(
    "UNAVAILABLE",
    `${REASONS[reason]} Nothing was changed. Try again in a moment.`,
  );
  response.writeHead(status, {
    "Content-Type": isData ? "application/json" : "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Retry-After": "1",
  });
  response.end(isData ? JSON.stringify({ code, message, fields }) : page(message));
}

/** Has no style and no script, which the content security policy of errors blocks. */
const page = (message: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Temporarily unavailable · Agent Studio</title>
<main><h1>Temporarily unavailable</h1><p>${message}</p></main>
</html>
`;
