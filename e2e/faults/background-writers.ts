import { setTimeout as delay } from "node:timers/promises";
import type { ApiKeyDto, CreatedApiKey } from "@/lib/features/api-keys/contract";
import { hashPassword } from "@/lib/features/auth/passwords";
import { createActionClient } from "@/testing/action-client";
import { makeMember } from "@/testing/fixtures";
import type { createFaultEnv } from "./fault-env";

/** Pauses between two operations, in milliseconds. An IP address may sign in 100 times in five minutes. */
const PAUSE_MS = { edits: 200, calls: 100, signIns: 4000 };

interface BackgroundWriters {
  /** Number of completed operations of each kind. */
  completed: Record<keyof typeof PAUSE_MS, number>;
  failures: string[];
  stop(): Promise<void>;
}

/** Starts clients that create, edit and delete keys, that sign in, and that report calls, until they are stopped. */
export async function startBackgroundWriters(
  instanceOrigin: string,
  { actor, token }: Pick<Awaited<ReturnType<typeof createFaultEnv>>, "actor" | "token">,
): Promise<BackgroundWriters> {
  const origin = instanceOrigin.replace("127.0.0.1", "localhost");
  const password = "correct horse battery";
  const { email } = await makeMember(actor, { role: "admin" }, await hashPassword(password));
  const signIn = () => createActionClient(origin, actor.slug, { email, password });
  const actionClient = await signIn();
  const act = async <T>(action: string, input: unknown): Promise<T> => {
    const result = await actionClient.call<T>("configure/api-keys", action, input);
    if (!result.ok) throw new Error(`${action}: ${result.error.code} ${result.error.message}`);
    return result.data;
  };
  const runtime = async (method: string, path: string, body: object) => {
    const response = await fetch(`${origin}/runtime/v1/conversations${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    await response.arrayBuffer();
  };

  const edit = async (n: number) => {
    const { key } = await act<CreatedApiKey>("createApiKeyAction", {
      name: `soak ${n}`,
      agents: { scope: "all" },
      permissions: ["conversations"],
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    });
    await act<ApiKeyDto>("editApiKeyAction", {
      id: key.id,
      version: key.version,
      name: `soak ${n}, edited`,
      permissions: ["conversations", "handoff"],
    });
    await act("deleteApiKeyAction", { id: key.id });
  };
  const converse = async (n: number) => {
    const id = `soak-${n}`;
    await runtime("POST", "", { id, environment: "live", channel: "CHAT" });
    await runtime("POST", `/${id}/turns`, { index: 0, user_input: "Hello", agent_response: "Good morning." });
    await runtime("PATCH", `/${id}/state`, { n });
    await runtime("POST", `/${id}/metrics`, { name: "MOOD", value: "good" });
    await runtime("POST", `/${id}/handoff`, { destination: "accounts", reason: "asked", data: { n } });
    await runtime("POST", `/${id}/end`, {});
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
