import { randomBytes } from "node:crypto";
import type { BrowserContext } from "playwright/test";

/** A password that occurs nowhere else. */
export const canaryPassword = () => `canary ${randomBytes(12).toString("hex")}`;

/** The secret, and encodings in which it may have been stored. */
const encodings = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString("hex"),
  Buffer.from(secret).toString("base64").replace(/=+$/, "").slice(0, -1),
];

/** The names of the secrets that a text contains. */
export const findLeakedSecrets = (text: string, secrets: Map<string, string>): string[] =>
  [...secrets]
    .filter(([, secret]) => encodings(secret).some((encoded) => text.includes(encoded)))
    .map(([name]) => name);

/** A response that a browser received. */
export interface RecordedResponse {
  url: string;
  cacheControl: string;
  body: string;
}

/** Records every response to a browser. They are read in transit, because a closed page discards its responses. */
export async function recordResponses(context: BrowserContext, recorded: RecordedResponse[]): Promise<void> {
  await context.route(
    ({ pathname }) => !pathname.startsWith("/_next/static/"),
    async (route) => {
      // The page may have canceled the request.
      const response = await route.fetch({ maxRedirects: 0 }).catch(() => null);
      if (!response) return route.abort().catch(() => {});
      const body = await response.text();
      recorded.push({ url: response.url(), cacheControl: response.headers()["cache-control"] ?? "", body });
      await route.fulfill({ response, body }).catch(() => {});
    },
  );
}

/** Adds the session tokens without their signature, which must not be in a log either. */
export function withUnsignedSessionTokens(secrets: Map<string, string>): Map<string, string> {
  const more = [...secrets]
    .filter(([name]) => name.endsWith("session"))
    .map(([name, value]) => [`${name}'s token`, value.split(".")[0] ?? ""] as const);
  return new Map([...secrets, ...more]);
}
