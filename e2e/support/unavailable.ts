import type { Page, Route } from "playwright/test";

/** The message of the responses of `respondUnavailable`. */
export const UNAVAILABLE_MESSAGE = "The service is busy.";

/** Responds as a busy server does. */
export const respondUnavailable = (route: Route): Promise<void> =>
  route.fulfill({ status: 503, json: { code: "UNAVAILABLE", message: UNAVAILABLE_MESSAGE, fields: {} } });

/** Fails the page's requests to these URLs as a busy server does. */
export const failWithUnavailable = (page: Page, urls: string) => page.route(urls, respondUnavailable);
