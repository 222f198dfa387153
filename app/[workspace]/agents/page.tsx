import type { Metadata } from "next";
import { AgentsPage } from "@/components/agents/agents-page";
import { listAgents } from "@/lib/features/agents/list-agents";
import { memberForPage } from "@/lib/features/auth/session";

export const metadata: Metadata = { title: "Agents" };

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const actor = await memberForPage(workspace);
  return (
    <AgentsPage
      workspace={{ slug: workspace, id: actor.workspaceId }}
      agents={await listAgents(actor)}
      canEdit={actor.role === "admin"}
    />
  );
}
