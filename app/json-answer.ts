import { settle } from "@/lib/action";
import { AppError } from "@/lib/errors";
import type { ActionError, Result } from "@/lib/result";

/** Answers a client's read: the data, or the error in the shape that server actions use. Never cached. */
export async function jsonAnswer<T>(read: () => Promise<T>): Promise<Response> {
  const result: Result<T> = await settle(read, "read");
  return result.ok ? Response.json(result.data, { headers: FRESH }) : errorAnswer(result.error);
}

/** An error in the shape that server actions use, with its status. */
export function errorAnswer(error: ActionError): Response {
  const { status } = new AppError(error.code);
  const headers = status === 503 ? { ...FRESH, "retry-after": "1" } : FRESH;
  return Response.json(error, { status, headers });
}

const FRESH = { "cache-control": "no-store" };
