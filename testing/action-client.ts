import { readFileSync } from "node:fs";
import type { Result } from "@/lib/core/result";

/** Next's list of server actions and their IDs. */
const MANIFEST = ".next/server/server-reference-manifest.json";

/** Calls server actions as a signed-in user, without a browser. */
export interface ActionClient {
  /**
   * Calls a server action of a page.
   * @param page a page of the workspace that uses the action, such as `configure/api-keys`
   * @throws TypeError when the connection fails; Error when the response is not that of an action
   */
  call<T>(page: string, action: string, input: unknown): Promise<Result<T>>;
}

/** Signs in with a password, as the sign-in page does, and returns a client. */
export async function createActionClient(
  origin: string,
  workspace: string,
  user: { email: string; password: string },
): Promise<ActionClient> {
  const signIn = await post(`${origin}/sign-in`, "signInAction", [user, `/${workspace}`], "");
  const cookie = signIn.headers.get("set-cookie")?.split(";", 1)[0];
  if (!cookie) throw new Error(`The sign-in returned ${signIn.status}.`);
  return {
    call: async <T>(page: string, action: string, input: unknown) => {
      const response = await post(`${origin}/${workspace}/${page}`, action, [workspace, input], cookie);
      const line = /^1:(.*)$/m.exec(await response.text())?.[1];
      if (response.status !== 200 || !line) throw new Error(`${action} returned ${response.status}.`);
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
