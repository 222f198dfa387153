import { jsonAnswer } from "@/app/json-answer";
import { deleteAgentInput } from "@/lib/agents/contract";
import { readAgentDeletion } from "@/lib/agents/read-agent-deletion";
import { currentMember } from "@/lib/auth/session";
import { parseInput } from "@/lib/validate";

export function GET(_: Request, { params }: { params: Promise<{ workspace: string; agent: string }> }) {
  return jsonAnswer(async () => {
    const { workspace, agent } = await params;
    return readAgentDeletion(await currentMember(workspace), parseInput(deleteAgentInput, { id: agent }));
  });
}
