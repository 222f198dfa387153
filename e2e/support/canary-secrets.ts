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

/** Requests with keys and runtime tokens in the right and the wrong places: headers, paths, queries and bodies. */
export function requestsWithSecrets(
  baseUrl: string,
  { key, successor, token, shownToken }: Record<"key" | "successor" | "token" | "shownToken", string>,
): [url: string, init: RequestInit][] {
  const v3 = `${baseUrl}/v3/harbour-hotels/front-desk-uk/conversations`;
  const event = `${baseUrl}/v1/external-events/webhook?account_id=harbour-hotels&project_id=front-desk-uk`;
  const runtime = `${baseUrl}/runtime/v1/conversations`;
  const json = { "content-type": "application/json" };
  return [
    [`${v3}?limit=1`, { headers: { "x-api-key": key } }],
    [`${v3}?limit=1`, { headers: { "x-api-key": successor } }],
    [`${v3}?limit=no`, { headers: { "x-api-key": key } }],
    [`${v3}?x-api-key=${key}`, {}],
    [`${baseUrl}/v3/${key}/front-desk-uk/conversations`, { headers: { "x-api-key": key } }],
    [`${baseUrl}/v3/harbour-hotels/${token}/conversations`, { headers: { "x-api-key": key } }],
    [v3, { headers: { "x-api-key": key, "x-polyai-correlation-id": key } }],
    [v3, { headers: { authorization: `Bearer ${key}` } }],
    [v3, { headers: { "x-api-key": `${key}x` } }],
    [v3, { headers: { "x-api-key": token } }],
    [event, { method: "POST", headers: { "x-api-key": key, ...json }, body: `{"${key}":"${token}"` }],
    [runtime, { method: "POST", headers: { authorization: `Bearer ${token}`, ...json }, body: "{}" }],
    [`${runtime}/${token}/end`, { method: "POST", headers: { authorization: `Bearer ${token}`, ...json } }],
    [runtime, { method: "POST", headers: { authorization: `Bearer ${shownToken}`, ...json }, body: "{}" }],
    [runtime, { method: "POST", headers: { authorization: `Bearer ${key}`, ...json }, body: "{}" }],
    [runtime, { method: "POST", headers: { authorization: token, ...json }, body: "{" }],
  ];
}
