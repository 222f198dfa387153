import { readFileSync } from "node:fs";
import type { Result } from "@/lib/core/result";

/** Where Next notes under which id it knows each server action. */
const MANIFEST = ".next/server/server-reference-manifest.json";

/** A signed-in person's console without a browser: calls server actions as the pages do. */
export interface ActionClient {
  /**
   * Calls a server action of a page.
   * @param page a page of the workspace that has the action, such as `configure/api-keys`
   * @throws TypeError when no answer comes; Error when the answer is none of an action's
   */
  call<T>(page: string, action: string, input: unknown): Promise<Result<T>>;
}

/** Signs in with a password, as the sign-in page does. */
export async function createActionClient(
  origin: string,
  workspace: string,
  person: { email: string; password: string },
): Promise<ActionClient> {
  const answer = await post(`${origin}/sign-in`, "signInAction", [person, `/${workspace}`], "");
  const cookie = answer.headers.get("set-cookie")?.split(";", 1)[0];
  if (!cookie) throw new Error(`Signing in was answered with ${answer.status}.`);
  return {
    call: async <T>(page: string, action: string, input: unknown) => {
      const told = await post(`${origin}/${workspace}/${page}`, action, [workspace, input], cookie);
      const line = /^1:(.*)$/m.exec(await told.text())?.[1];
      if (told.status !== 200 || !line) throw new Error(`${action} was answered with ${told.status}.`);
      return JSON.parse(line) as Result<T>;
    },
  };
}

const post = (url: string, action: string, args: unknown[], cookie: string): Promise<Response> =>
  fetch(url, {
    method: "POST",
    redirect: "manual",
    headers: {
      "next-action": actionId(action),
      "content-type": "text/plain;charset=UTF-8",
      accept: "text/x-component",
      origin: new URL(url).origin,
      cookie,
    },
    body: JSON.stringify(args),
  });

function actionId(action: string): string {
  const { node } = JSON.parse(readFileSync(MANIFEST, "utf8")) as {
    node: Record<string, { exportedName: string }>;
  };
  const id = Object.keys(node).find((key) => node[key]?.exportedName === action);
  if (!id) throw new Error(`The build has no action ${action}.`);
  return id;
}
