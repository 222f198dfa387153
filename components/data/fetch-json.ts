import type { ActionError } from "@/lib/core/result";

/** No response to a read, which changes nothing. */
export const NETWORK_ERROR = "No response from the server. Check your connection, then try again.";

/** A failed read, with the error to show. */
export class FetchError extends Error {
  constructor(readonly error: ActionError) {
    super(error.message);
  }
}

/**
 * Reads one of the console's own GET handlers.
 * @throws FetchError, or the abort of `signal`
 */
export async function fetchJson<T>(url: string, signal: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, { signal, headers: { accept: "application/json" } });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new FetchError({ code: "UNAVAILABLE", message: NETWORK_ERROR, fields: {} });
  }
  if (!response.ok) throw new FetchError((await response.json()) as ActionError);
  return (await response.json()) as T;
}
