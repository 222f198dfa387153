import { AppError } from "@/lib/core/errors";
import type { ActionError, Result } from "@/lib/core/result";
import { toResult } from "@/lib/features/server-action";

/** Responds to a read with its data, or with its error in the shape that server actions use. Never cached. */
export async function respondWithJson<T>(read: () => Promise<T>): Promise<Response> {
  const result: Result<T> = await toResult(read, "read");
  return result.ok ? Response.json(result.data, { headers: NO_STORE }) : respondWithError(result.error);
}

/** Responds with an error in the shape that server actions use. A 503 has `Retry-After` in seconds. */
export function respondWithError(error: ActionError): Response {
  const { status } = new AppError(error.code);
  const headers = status === 503 ? { ...NO_STORE, "retry-after": "1" } : NO_STORE;
  return Response.json(error, { status, headers });
}

const NO_STORE = { "cache-control": "no-store" };
