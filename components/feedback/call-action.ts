import { unstable_isUnrecognizedActionError, unstable_rethrow } from "next/navigation";
import type { Result } from "@/lib/core/result";

/** No response to a change: the server may have made it. */
export const OUTCOME_UNKNOWN =
  "No response from the server. Your change may or may not have been saved: check, then try again.";

/** The server does not know the action: the page was loaded before an update, or from an instance of another version. */
export const OTHER_VERSION_MESSAGE =
  "This page is from another version of the console. Nothing was changed. Reload the page, then try again.";

/**
 * Calls a server action. A request without a response, which Next reports by throwing, becomes the error `UNAVAILABLE`, as
 * when the server itself cannot know the outcome. An action that the server does not know becomes `OTHER_VERSION`.
 * @param noResponse the message of `UNAVAILABLE`
 * @throws a redirect, which Next handles
 */
export async function callAction<T>(
  call: () => Promise<Result<T>>,
  noResponse = OUTCOME_UNKNOWN,
): Promise<Result<T>> {
  try {
    return await call();
  } catch (error) {
    unstable_rethrow(error);
    if (unstable_isUnrecognizedActionError(error)) {
      return { ok: false, error: { code: "OTHER_VERSION", message: OTHER_VERSION_MESSAGE, fields: {} } };
    }
    return { ok: false, error: { code: "UNAVAILABLE", message: noResponse, fields: {} } };
  }
}

/**
 * Calls a server action with values that must not stay in the page, such as passwords. Next keeps the arguments of its last
 * action, so this empties them after the response.
 */
export async function callThenClearInput<V extends object, T>(
  values: V,
  send: (values: V) => Promise<T>,
): Promise<T> {
  try {
    return await send(values);
  } finally {
    for (const name of Object.keys(values)) Object.assign(values, { [name]: "" });
  }
}
