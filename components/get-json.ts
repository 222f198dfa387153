import type { ActionError } from "@/lib/result";
import { NOTHING_READ } from "./no-answer";

/** A read that failed, with what to tell the person. */
export class ReadError extends Error {
  constructor(readonly error: ActionError) {
    super(error.message);
  }
}

/**
 * Reads one of the console's own GET handlers.
 * @throws ReadError
 */
export async function getJson<T>(url: string, signal: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, { signal, headers: { accept: "application/json" } });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ReadError({ code: "UNAVAILABLE", message: NOTHING_READ, fields: {} });
  }
  if (!response.ok) throw new ReadError((await response.json()) as ActionError);
  return (await response.json()) as T;
}
