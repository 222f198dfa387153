import type { IncomingMessage, ServerResponse } from "node:http";
import { checkDatabase } from "@/db/queries/health";
import { waitForEarlierResponses } from "@/lib/api/http/connections";
import { AppError } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import { classify, type RouteKind } from "@/lib/core/routes";
import { reasonFields } from "@/lib/core/serialize-error";

type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Pages that may be under way at once: each takes some 20 ms of the one thread, so the last waits a few seconds. */
const MAX_IN_FLIGHT = 100;

const REASONS = {
  saturated: "Too many pages are asked for at once.",
  busy: "Too many requests wait for the database.",
  away: "The database does not answer.",
};

/**
 * Stands before the pages' handler and sheds what it could only answer late or with an error of its own: 503 with
 * `Retry-After`. What is posted passes, because only its verb can tell what was done.
 */
export function shedLoad(handle: Listener): Listener {
  let inFlight = 0;
  return async (request, response) => {
    const kind = classify(request.url ?? "/");
    if (request.method === "POST" || kind === "asset") return handle(request, response);
    // One connection makes one page at a time: what it has pipelined behind a slow reader must not count against others.
    await waitForEarlierResponses(response);
    if (response.destroyed) return;
    if (inFlight >= MAX_IN_FLIGHT) return respondUnavailable(kind, response, "saturated");
    inFlight++;
    response.once("close", () => inFlight--);
    const trouble = kind === "docs" ? null : await checkDatabase();
    if (trouble) return respondUnavailable(kind, response, trouble.kind, trouble.cause);
    await handle(request, response);
  };
}

function respondUnavailable(
  kind: RouteKind,
  response: ServerResponse,
  why: keyof typeof REASONS,
  cause?: unknown,
): void {
  log().warn(cause ? reasonFields(cause) : { reason: REASONS[why] }, "a page was not served");
  const isData = kind === "data";
  const { code, message, status, fields } = new AppError(
    "UNAVAILABLE",
    `${REASONS[why]} Nothing was changed. Try again in a moment.`,
  );
  response.writeHead(status, {
    "Content-Type": isData ? "application/json" : "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Retry-After": "1",
  });
  response.end(isData ? JSON.stringify({ code, message, fields }) : page(message));
}

/** Without a style or a script, which the policy of refusals lets through none of. */
const page = (message: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Not at the moment · Agent Studio</title>
<main><h1>Not at the moment</h1><p>${message}</p></main>
</html>
`;
