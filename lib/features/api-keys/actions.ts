"use server";

import type { Result } from "@/lib/core/result";
import { memberAction } from "@/lib/features/server-action";
import {
  type ApiKeyDto,
  type CreatedApiKey,
  createApiKeyInput,
  type DeletedApiKeys,
  deleteApiKeyInput,
  deleteApiKeysInput,
  editApiKeyInput,
  rotateApiKeyInput,
} from "./contract";
import { createApiKey } from "./create-api-key";
import { deleteApiKey } from "./delete-api-key";
import { deleteApiKeys } from "./delete-api-keys";
import { editApiKey } from "./edit-api-key";
import { rotateApiKey } from "./rotate-api-key";

export async function createApiKeyAction(workspace: string, input: unknown): Promise<Result<CreatedApiKey>> {
  return memberAction(workspace, createApiKeyInput, input, createApiKey);
}

export async function editApiKeyAction(
  workspace: string,
  input: unknown,
  startedBy?: string,
): Promise<Result<ApiKeyDto>> {
  return memberAction(workspace, editApiKeyInput, input, editApiKey, startedBy);
}

export async function rotateApiKeyAction(workspace: string, input: unknown): Promise<Result<CreatedApiKey>> {
  return memberAction(workspace, rotateApiKeyInput, input, rotateApiKey);
}

export async function deleteApiKeyAction(
  workspace: string,
  input: unknown,
): Promise<Result<{ id: string; name: string }>> {
  return memberAction(workspace, deleteApiKeyInput, input, deleteApiKey);
}

export async function deleteApiKeysAction(
  workspace: string,
  input: unknown,
  startedBy?: string,
): Promise<Result<DeletedApiKeys>> {
  return memberAction(workspace, deleteApiKeysInput, input, deleteApiKeys, startedBy);
}
