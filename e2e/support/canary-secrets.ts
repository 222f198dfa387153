import { randomBytes } from "node:crypto";
import type { BrowserContext } from "playwright/test";

/** A password that is nowhere else. */
export const canaryPassword = () => `canary ${randomBytes(12).toString("hex")}`;

/** As it is, and as something may have written it down. */
const encodings = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString("hex"),
  Buffer.from(secret).toString("base64").replace(/=+$/, "").slice(0, -1),
];
/** The names of those that a text holds. */
export const findLeakedSecrets = (text: string, secrets: Map<string, string>): string[] =>
  [...secrets]
    .filter(([, secret]) => encodings(secret).some((said) => text.includes(said)))
    .map(([name]) => name);

/** An answer that a browser was sent. */
export interface RecordedResponse {
  url: string;
  cacheControl: string;
  body: string;
}

/** What a browser is sent, all of it: read on the way, because a page that goes away takes its answers along. */
export async function recordResponses(context: BrowserContext, heard: RecordedResponse[]): Promise<void> {
  await context.route(
    ({ pathname }) => !pathname.startsWith("/_next/static/"),
    async (route) => {
      // What nobody waits for any more is not heard.
      const response = await route.fetch({ maxRedirects: 0 }).catch(() => null);
      if (!response) return route.abort().catch(() => {});
      const body = await response.text();
      heard.push({ url: response.url(), cacheControl: response.headers()["cache-control"] ?? "", body });
      await route.fulfill({ response, body }).catch(() => {});
    },
  );
}

/** The same, sessions without the signature too: in a log either would be too much. */
export function withUnsignedSessionTokens(secrets: Map<string, string>): Map<string, string> {
  const more = [...secrets]
    .filter(([name]) => name.endsWith("session"))
    .map(([name, value]) => [`${name}'s token`, value.split(".")[0] ?? ""] as const);
  return new Map([...secrets, ...more]);
}
