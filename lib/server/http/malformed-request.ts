import type { IncomingMessage } from "node:http";
import { parseAndValidateFlightRouterState } from "next/dist/server/app-render/parse-and-validate-flight-router-state.js";

/**
 * Finds the part of a request head that Next cannot parse. Next itself responds with 500 to most such requests and logs an
 * error as if a page had failed.
 * @returns a message for the client; null for a valid request
 */
export function findMalformedPart({ url = "", headers }: IncomingMessage): string | null {
  const path = url.split("?", 1)[0] ?? "";
  if (!path.startsWith("/") || !isValidPathText(path)) return "The URL is not valid.";
  try {
    // Next's own parser, so that this accepts exactly what Next accepts.
    parseAndValidateFlightRouterState(headers["next-router-state-tree"]);
  } catch {
    return "The header Next-Router-State-Tree is not valid.";
  }
  return null;
}

/** True if PostgreSQL can compare with the decoded path, which pages use in queries. */
function isValidPathText(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes("\u0000");
  } catch {
    return false;
  }
}
