import { jsonAnswer } from "@/app/json-answer";
import { currentMember } from "@/lib/auth/session";
import { listMembers } from "@/lib/members/list-members";

export function GET(_: Request, { params }: { params: Promise<{ workspace: string }> }) {
  return jsonAnswer(async () => listMembers(await currentMember((await params).workspace)));
}
