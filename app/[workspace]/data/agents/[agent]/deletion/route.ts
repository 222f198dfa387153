import { respondWithJson } from "@/app/json-response";
import { parseInput } from "@/lib/core/parse-input";
import { deleteAgentInput } from "@/lib/features/agents/contract";
import { previewAgentDeletion } from "@/lib/features/agents/preview-agent-deletion";
import { currentMember } from "@/lib/features/auth/session";

export function GET(_: Request, { params }: { params: Promise<{ workspace: string; agent: string }> }) {
  return respondWithJson(async () => {
    const { workspace, agent } = await params;
    return previewAgentDeletion(await currentMember(workspace), parseInput(deleteAgentInput, { id: agent }));
  });
}
