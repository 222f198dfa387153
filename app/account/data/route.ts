import { jsonAnswer } from "@/app/json-answer";
import { readAccount } from "@/lib/auth/read-account";
import { requirePerson } from "@/lib/auth/session";

export function GET() {
  return jsonAnswer(async () => readAccount(await requirePerson()));
}
