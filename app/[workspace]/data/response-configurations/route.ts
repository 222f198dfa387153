import { respondWithJson } from "@/app/json-response";
import { listResponseConfigurations } from "@/lib/features/agents/list-response-configurations";
import { currentMember } from "@/lib/features/auth/session";

export function GET(_: Request, { params }: { params: Promise<{ workspace: string }> }) {
  return respondWithJson(async () =>
    listResponseConfigurations(await currentMember((await params).workspace)),
  );
}
