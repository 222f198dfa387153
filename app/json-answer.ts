import { settle } from "@/lib/action";
import { AppError } from "@/lib/errors";

/** Answers a client's read: the data, or the error in the shape that server actions use. Never cached. */
export async function jsonAnswer<T>(read: () => Promise<T>): Promise<Response> {
  const result = await settle(read);
  const headers = { "cache-control": "no-store" };
  if (result.ok) return Response.json(result.data, { headers });
  return Response.json(result.error, { status: new AppError(result.error.code).status, headers });
}
