import { respondWithJson } from "@/app/json-response";
import { readApiKey } from "@/lib/features/api-keys/read-api-key";
import { currentMember } from "@/lib/features/auth/session";

export function GET(_: Request, { params }: { params: Promise<{ workspace: string; keyId: string }> }) {
  return respondWithJson(async () => {
    const { workspace, keyId } = await params;
    return readApiKey(await currentMember(workspace), keyId);
  });
}
