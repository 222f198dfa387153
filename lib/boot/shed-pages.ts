import type { IncomingMessage, ServerResponse } from "node:http";
import { databaseTrouble } from "@/db/queries/health";
import { turnOnConnection } from "../api/connections";
import { reasonFields } from "../describe-error";
import { AppError } from "../errors";
import { log } from "../log";

type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Pages that may be under way at once: each takes some 20 ms of the one thread, so the last waits a few seconds. */
const MOST_UNDER_WAY = 100;

const WHY = {
  crowded: "Too many pages are asked for at once.",
  busy: "Too many requests wait for the database.",
  away: "The database does not answer.",
};

/**
 * Stands before the pages' handler and sheds what it could only answer late or with an error of its own: 503 with
 * `Retry-After`. What is posted passes, because only its verb can tell what was done.
 */
export function shedPages(handle: Listener): Listener {
  let underWay = 0;
  return async (request, response) => {
    const url = request.url ?? "/";
    if (request.method === "POST" || /^\/(_next\/|favicon\.)/.test(url)) return handle(request, response);
    // One connection makes one page at a time: what it has pipelined behind a slow reader must not count against others.
    await turnOnConnection(response);
    if (response.destroyed) return;
    if (underWay >= MOST_UNDER_WAY) return shed(url, response, "crowded");
    underWay++;
    response.once("close", () => underWay--);
    const trouble = isDocumentation(url) ? null : await databaseTrouble();
    if (trouble) return shed(url, response, trouble.kind, trouble.cause);
    await handle(request, response);
  };
}

/** These pages stand in files. */
const isDocumentation = (url: string): boolean => /^\/docs([/?]|$)/.test(url);

function shed(url: string, response: ServerResponse, why: keyof typeof WHY, cause?: unknown): void {
  log().warn(cause ? reasonFields(cause) : { reason: WHY[why] }, "a page was not served");
  const isData = /^\/[^/?]+\/data([/?]|$)/.test(url);
  const { code, message, status, fields } = new AppError(
    "UNAVAILABLE",
    `${WHY[why]} Nothing was changed. Try again in a moment.`,
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
