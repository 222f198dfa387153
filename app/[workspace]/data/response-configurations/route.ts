import { jsonAnswer } from "@/app/json-answer";
import { listResponseConfigurations } from "@/lib/agents/list-response-configurations";
import { currentMember } from "@/lib/auth/session";

export function GET(_: Request, { params }: { params: Promise<{ workspace: string }> }) {
  return jsonAnswer(async () => listResponseConfigurations(await currentMember((await params).workspace)));
}
