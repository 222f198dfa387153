import { jsonAnswer } from "@/app/json-answer";
import { currentMember } from "@/lib/auth/session";
import { listInvitations } from "@/lib/members/list-invitations";

export function GET(_: Request, { params }: { params: Promise<{ workspace: string }> }) {
  return jsonAnswer(async () => listInvitations(await currentMember((await params).workspace)));
}
