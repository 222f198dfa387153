"use server";

import { z } from "zod";
import type { Result } from "@/lib/core/result";
import { memberAction } from "@/lib/features/server-action";
import { createRuntimeToken } from "./create-runtime-token";

const input = z.object({ id: z.string().min(1) });

export async function createRuntimeTokenAction(
  workspace: string,
  agent: unknown,
): Promise<Result<{ id: string; token: string }>> {
  return memberAction(workspace, input, agent, (actor, { id }) => createRuntimeToken(actor, id));
}
