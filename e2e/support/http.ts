import type { BrowserContext, Page } from "playwright/test";
import { sendRawRequest } from "@/testing/raw-http";
import { createKeyInDialog } from "./actions";
import { nextAction } from "./delay-actions";
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

/** The status of the account's data for a session cookie: 200 or 401. */
export const accountStatus = async (cookie: string): Promise<number> =>
  (await sendRequest("GET", "/account/data", { cookie })).status;

/** Creates the key "Captured" on the API Keys page, and returns the request of its server action, to be sent again or changed. */
export async function captureServerAction(page: Page) {
  const sent = nextAction(page);
  await createKeyInDialog(page, "Captured");
  const action = await sent;
  const { header: cookie } = await sessionCookie(page.context());
  return {
    id: action.headers()["next-action"] ?? "",
    headers: action.headers(),
    body: action.postData() ?? "",
    target: new URL(action.url()).pathname,
    cookie,
  };
}
