import type { IncomingMessage } from "node:http";
import { parseAndValidateFlightRouterState } from "next/dist/server/app-render/parse-and-validate-flight-router-state.js";

/**
 * What of a request's head Next cannot read, in words for the client; null when it can read all of it. Next responds with
 * 500 to most of it, and logs an error as if a page had broken.
 */
export function findMalformedPart({ url = "", headers }: IncomingMessage): string | null {
  const path = url.split("?", 1)[0] ?? "";
  if (!path.startsWith("/") || !isValidPathText(path)) return "The address cannot be read.";
  try {
    // Next's own check, so that what Next takes is what passes.
    parseAndValidateFlightRouterState(headers["next-router-state-tree"]);
  } catch {
    return "The header Next-Router-State-Tree cannot be read.";
  }
  return null;
}

/** Whether a path is of text that PostgreSQL can compare with; pages look up what it names. */
function isValidPathText(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes("\u0000");
  } catch {
    return false;
  }
}
