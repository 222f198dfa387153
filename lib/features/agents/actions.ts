"use server";

import type { Result } from "@/lib/core/result";
import { memberAction } from "@/lib/features/server-action";
import { configureAgent } from "./configure-agent";
import {
  type AgentDto,
  configureAgentInput,
  createAgentInput,
  deleteAgentInput,
  migrateAgentInput,
  type ResponseConfigurationDto,
  renameAgentInput,
} from "./contract";
import { createAgent } from "./create-agent";
import { deleteAgent } from "./delete-agent";
import { migrateAgent } from "./migrate-agent";
import { renameAgent } from "./rename-agent";

export async function createAgentAction(workspace: string, input: unknown): Promise<Result<AgentDto>> {
  return memberAction(workspace, createAgentInput, input, createAgent);
}

export async function renameAgentAction(
  workspace: string,
  input: unknown,
  startedBy?: string,
): Promise<Result<AgentDto>> {
  return memberAction(workspace, renameAgentInput, input, renameAgent, startedBy);
}

export async function migrateAgentAction(workspace: string, input: unknown): Promise<Result<AgentDto>> {
  return memberAction(workspace, migrateAgentInput, input, migrateAgent);
}

export async function configureAgentAction(
  workspace: string,
  input: unknown,
  startedBy?: string,
): Promise<Result<ResponseConfigurationDto>> {
  return memberAction(workspace, configureAgentInput, input, configureAgent, startedBy);
}

export async function deleteAgentAction(
  workspace: string,
  input: unknown,
): Promise<Result<{ id: string; name: string }>> {
  return memberAction(workspace, deleteAgentInput, input, deleteAgent);
}
