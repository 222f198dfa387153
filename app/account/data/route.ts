import { respondWithJson } from "@/app/json-response";
import { readAccount } from "@/lib/features/auth/read-account";
import { requireUser } from "@/lib/features/auth/session";

export function GET() {
  return respondWithJson(async () => readAccount(await requireUser()));
}
