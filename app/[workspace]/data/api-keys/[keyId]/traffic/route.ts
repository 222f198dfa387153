import { jsonAnswer } from "@/app/json-answer";
import { currentMember } from "@/lib/auth/session";
import { readKeyTraffic } from "@/lib/usage/read-key-traffic";

export function GET(_: Request, { params }: { params: Promise<{ workspace: string; keyId: string }> }) {
  return jsonAnswer(async () => {
    const { workspace, keyId } = await params;
    return readKeyTraffic(await currentMember(workspace), keyId);
  });
}
