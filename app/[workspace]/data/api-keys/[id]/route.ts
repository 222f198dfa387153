import { jsonAnswer } from "@/app/json-answer";
import { readApiKeyInput } from "@/lib/api-keys/contract";
import { readCurrentApiKey } from "@/lib/api-keys/read-current-api-key";
import { currentMember } from "@/lib/auth/session";
import { parseInput } from "@/lib/validate";

export function GET(_: Request, { params }: { params: Promise<{ workspace: string; id: string }> }) {
  return jsonAnswer(async () => {
    const { workspace, id } = await params;
    return readCurrentApiKey(await currentMember(workspace), parseInput(readApiKeyInput, { id }));
  });
}
