import { transaction } from "@/db/client/client";
import { isUniqueViolation } from "@/db/client/errors";
import { insertAgent } from "@/db/queries/agents";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { slugify } from "@/lib/core/slug";
import { type Actor, requireAdmin } from "@/lib/features/actor";
import { recordAudit } from "@/lib/features/audit/record-audit";
import type { AgentDto, CreateAgentInput } from "./contract";

/**
 * Creates an agent. By default, API responses include none of its metrics and no transcript.
 * @throws AppError NAME_TAKEN when another agent of the workspace has the slug
 */
export async function createAgent(actor: Actor, input: CreateAgentInput): Promise<AgentDto> {
  requireAdmin(actor);
  const id = newId("agent");
  const slug = input.slug ?? slugify(input.name, id.toLowerCase().replace("project-", "agent-"));
  const agent = { id, slug, name: input.name, conversationsApi: input.conversationsApi };
  try {
    return await transaction(async (tx) => {
      const createdAt = await insertAgent(tx, actor.workspaceId, agent);
      await recordAudit(tx, actor, {
        action: "agent.created",
        target: { kind: "agent", id, name: input.name },
        changes: { slug: { new: slug }, conversationsApi: { new: input.conversationsApi } },
      });
      return { ...agent, createdAt: createdAt.toISOString() };
    });
  } catch (error) {
    if (isUniqueViolation(error, "agents_slug")) {
      const message = `Another agent uses the slug ${slug}. Choose a different ${input.slug ? "one" : "name"}.`;
      throw new AppError("NAME_TAKEN", message, { [input.slug ? "slug" : "name"]: message });
    }
    throw error;
  }
}
