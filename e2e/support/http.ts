import type { BrowserContext } from "playwright/test";
import { sendRawRequest } from "@/testing/raw-http";
import { expect } from "./test";

/** The port of the server under test. */
export const serverPort = () => Number(process.env.PORT);

/** Sends one request to the server under test, with exactly these headers. */
export const sendRequest = (
  method: string,
  target: string,
  headers: Record<string, string> = {},
  body?: string,
) =>
  sendRawRequest(serverPort(), {
    method,
    target,
    headers: Object.entries(headers),
    body: body === undefined ? undefined : Buffer.from(body),
  });

/** The browser's session cookie. */
export async function sessionCookie(context: BrowserContext) {
  const cookie = (await context.cookies()).find(({ name }) => name.endsWith("studio_session"));
  expect(cookie, "the session's cookie").toBeDefined();
  return { ...cookie, header: `${cookie?.name}=${cookie?.value}`, value: cookie?.value ?? "" };
}
