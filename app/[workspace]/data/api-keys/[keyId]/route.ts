import { jsonAnswer } from "@/app/json-answer";
import { readApiKey } from "@/lib/api-keys/read-api-key";
import { currentMember } from "@/lib/auth/session";

export function GET(_: Request, { params }: { params: Promise<{ workspace: string; keyId: string }> }) {
  return jsonAnswer(async () => {
    const { workspace, keyId } = await params;
    return readApiKey(await currentMember(workspace), keyId);
  });
}
