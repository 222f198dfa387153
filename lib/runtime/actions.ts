"use server";

import { z } from "zod";
import { memberAction } from "../action";
import type { Result } from "../result";
import { makeRuntimeToken } from "./make-runtime-token";

const input = z.object({ id: z.string().min(1) });

export async function makeRuntimeTokenAction(
  workspace: string,
  agent: unknown,
): Promise<Result<{ id: string; token: string }>> {
  return memberAction(workspace, input, agent, (actor, { id }) => makeRuntimeToken(actor, id));
}
