import { setTimeout as delay } from "node:timers/promises";
import type { ApiKeyDto, CreatedApiKey } from "@/lib/features/api-keys/contract";
import { hashPassword } from "@/lib/features/auth/passwords";
import { createActionClient } from "@/testing/action-client";
import { makeMember } from "@/testing/fixtures";
import type { createFaultEnv } from "./fault-env";

/** What takes its time between two acts, as people do. An address may try 100 sign-ins in five minutes. */
const PAUSE_MS = { edits: 200, calls: 100, signIns: 4000 };

interface BackgroundWriters {
  /** How often each was done, whole. */
  completed: Record<keyof typeof PAUSE_MS, number>;
  failures: string[];
  stop(): Promise<void>;
}

/** People who make, edit and delete keys and who sign in, and a runtime that tells calls, over and over until stopped. */
export async function startBackgroundWriters(
  at: string,
  { actor, token }: Pick<Awaited<ReturnType<typeof createFaultEnv>>, "actor" | "token">,
): Promise<BackgroundWriters> {
  const origin = at.replace("127.0.0.1", "localhost");
  const password = "correct horse battery";
  const { email } = await makeMember(actor, { role: "admin" }, await hashPassword(password));
  const signIn = () => createActionClient(origin, actor.slug, { email, password });
  const console_ = await signIn();
  const act = async <T>(action: string, input: unknown): Promise<T> => {
    const told = await console_.call<T>("configure/api-keys", action, input);
    if (!told.ok) throw new Error(`${action}: ${told.error.code} ${told.error.message}`);
    return told.data;
  };
  const tell = async (method: string, path: string, body: object) => {
    const answer = await fetch(`${origin}/runtime/v1/conversations${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
  };

  const edit = async (n: number) => {
    const { key } = await act<CreatedApiKey>("createApiKeyAction", {
      name: `soaked ${n}`,
      agents: { scope: "all" },
      permissions: ["conversations"],
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    });
    await act<ApiKeyDto>("editApiKeyAction", {
      id: key.id,
      version: key.version,
      name: `soaked ${n}, edited`,
      permissions: ["conversations", "handoff"],
    });
    await act("deleteApiKeyAction", { id: key.id });
  };
  const converse = async (n: number) => {
    const id = `soaked-${n}`;
    await tell("POST", "", { id, environment: "live", channel: "CHAT" });
    await tell("POST", `/${id}/turns`, { index: 0, user_input: "Hello", agent_response: "Good morning." });
    await tell("PATCH", `/${id}/state`, { n });
    await tell("POST", `/${id}/metrics`, { name: "MOOD", value: "good" });
    await tell("POST", `/${id}/handoff`, { destination: "accounts", reason: "asked", data: { n } });
    await tell("POST", `/${id}/end`, {});
  };

  const writers: BackgroundWriters = {
    completed: { edits: 0, calls: 0, signIns: 0 },
    failures: [],
    stop: async () => {},
  };
  let over = false;
  const repeat = async (kind: keyof typeof PAUSE_MS, once: (n: number) => Promise<unknown>) => {
    for (let n = 0; !over; n++) {
      try {
        await once(n);
        writers.completed[kind]++;
      } catch (error) {
        writers.failures.push(`${kind}: ${error}`);
      }
      await delay(PAUSE_MS[kind]);
    }
  };
  const all = [repeat("edits", edit), repeat("calls", converse), repeat("signIns", signIn)];
  writers.stop = async () => {
    over = true;
    await Promise.all(all);
  };
  return writers;
}
