import { respondWithJson } from "@/app/json-response";
import { currentMember, currentTimeZone } from "@/lib/features/auth/session";
import { readKeyTraffic } from "@/lib/features/usage/read-key-traffic";

export function GET(_: Request, { params }: { params: Promise<{ workspace: string; keyId: string }> }) {
  return respondWithJson(async () => {
    const { workspace, keyId } = await params;
    return readKeyTraffic(await currentMember(workspace), keyId, await currentTimeZone());
  });
}
