import { cookies } from "next/headers";
import { cache } from "react";
import type { ExampleOptions } from "@/components/docs/example-select";
import type { ExampleValues } from "@/components/docs/example-values";
import { PLACEHOLDERS } from "@/components/docs/placeholders";
import { settings } from "@/lib/core/env";
import { listAgents } from "@/lib/features/agents/list-agents";
import { currentMember, currentWorkspaces } from "@/lib/features/auth/session";
import { toResult } from "@/lib/features/server-action";

/**
 * The values in the examples. For a signed-in reader: the last used workspace and one of its agents. For everyone else, and
 * while the database is unavailable: the public URL of this server and placeholders.
 */
export const currentExamples = cache(
  async (): Promise<{ values: ExampleValues; options: ExampleOptions | null }> => {
    const read = await toResult(currentOptions, "read");
    const options = read.ok ? read.data : null;
    return {
      values: {
        origin: settings().PUBLIC_URL,
        workspace: options?.workspace.slug ?? PLACEHOLDERS.workspace,
        agent: options?.agent?.slug ?? PLACEHOLDERS.agent,
      },
      options,
    };
  },
);

async function currentOptions(): Promise<ExampleOptions | null> {
  const cookieStore = await cookies();
  const workspaces = await currentWorkspaces();
  const workspace =
    workspaces.find(({ slug }) => slug === cookieStore.get("workspace")?.value) ?? workspaces[0];
  if (!workspace) return null;
  const all = await listAgents(await currentMember(workspace.slug));
  const agents = all
    .filter(({ conversationsApi }) => conversationsApi === "v3")
    .map(({ slug, name }) => ({ slug, name }));
  const agent = agents.find(({ slug }) => slug === cookieStore.get("docs-agent")?.value) ?? agents[0] ?? null;
  return { workspaces: workspaces.map(({ slug, name }) => ({ slug, name })), workspace, agents, agent };
}
