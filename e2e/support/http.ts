import type { BrowserContext } from "playwright/test";
import { sendRawRequest } from "@/testing/raw-http";
import { expect } from "./test";

/** Where the server under test listens. */
export const serverPort = () => Number(process.env.PORT);

/** One request of the server under test, with nothing in it but what is said here. */
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

/** The session's cookie as the browser has it. */
export async function sessionCookie(context: BrowserContext) {
  const cookie = (await context.cookies()).find(({ name }) => name.endsWith("studio_session"));
  expect(cookie, "the session's cookie").toBeDefined();
  return { ...cookie, header: `${cookie?.name}=${cookie?.value}`, value: cookie?.value ?? "" };
}
