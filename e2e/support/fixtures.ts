import { randomBytes } from "node:crypto";
import type { Page } from "playwright/test";
import { db, transaction } from "@/db/client/client";
import { insertPassword } from "@/db/queries/passwords";
import { selectUserByEmail } from "@/db/queries/users";
import { CLIENT_IP_HEADER } from "@/lib/core/client-ip-header";
import { readSettings } from "@/lib/core/env";
import { newId } from "@/lib/core/ids";
import type { OperatorActor } from "@/lib/features/actor";
import type { AgentDto } from "@/lib/features/agents/contract";
import { createAgent } from "@/lib/features/agents/create-agent";
import { auth } from "@/lib/features/auth/auth";
import { hashPassword } from "@/lib/features/auth/passwords";
import type { CreateUserInput } from "@/lib/features/members/contract";
import { createUser } from "@/lib/features/members/create-user";
import { createWorkspace } from "@/lib/features/workspaces/create-workspace";
import { prepareDatabase } from "@/lib/server/database";
import { test as base, expect } from "./test";

/** What a test starts with: its own workspace, so that tests run in parallel without affecting each other. */
export interface WorkspaceFixture {
  operator: OperatorActor;
  slug: string;
  agents: { uk: AgentDto; spain: AgentDto; old: AgentDto };
}

type SignInOptions = Partial<Pick<CreateUserInput, "role" | "apiKeysAccess" | "configurationAccess">> & {
  /** False for a user who has signed in by links only. */
  hasPassword?: boolean;
};

interface Fixtures {
  workspace: WorkspaceFixture;
  /** Signs a user in, by default an admin, and opens a path under the workspace. */
  signInAndGoto: (path: string, options?: SignInOptions) => Promise<void>;
}

export const test = base.extend<Fixtures, { database: undefined }>({
  // The database of the server under test. Tests seed it through the product's own use cases.
  database: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const studio = await prepareDatabase(readSettings(process.env), () => {});
      await use(undefined);
      await studio.close();
    },
    { scope: "worker", auto: true },
  ],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  workspace: async ({}, use) => {
    const setup: OperatorActor = { kind: "operator", workspaceId: "", name: "test operator" };
    const workspace = await createWorkspace(setup, {
      name: "Harbour Hotels",
      slug: `test-${randomBytes(5).toString("hex")}`,
    });
    const operator = { ...setup, workspaceId: workspace.id };
    const make = (name: string, conversationsApi: "v1" | "v3") =>
      createAgent(operator, { name, conversationsApi });
    const uk = await make("Reception UK", "v3");
    const spain = await make("Recepción España", "v3");
    const old = await make("Night desk", "v1");
    await use({ operator, slug: workspace.slug, agents: { uk, spain, old } });
  },

  signInAndGoto: async ({ page, workspace, context, baseURL, timezoneId }, use) => {
    await use(async (path, { hasPassword = true, ...access } = {}) => {
      const email = `${randomBytes(5).toString("hex")}@example.com`;
      await createUser(workspace.operator, {
        email,
        name: "Ada Lovelace",
        role: "admin",
        apiKeysAccess: "read",
        configurationAccess: "read",
        ...access,
      });
      const user = await selectUserByEmail(db(), email);
      if (!user) throw new Error("The user who was just created is missing.");
      if (hasPassword) await setPassword(user.id);
      const userAgent = await page.evaluate(() => navigator.userAgent);
      await context.addCookies([
        ...(await sessionCookies(user.id, baseURL ?? "", userAgent)),
        // What the console stores on a first visit.
        { name: "tz", value: encodeURIComponent(timezoneId ?? "UTC"), url: baseURL },
      ]);
      await page.goto(`/${workspace.slug}/${path}`);
    });
  },
});

/** The password of users that tests create, such as those of `signInAndGoto`. */
export const TEST_USER_PASSWORD = "engines that weave algebra";
let testUserPasswordHash: Promise<string> | undefined;

async function setPassword(userId: string): Promise<void> {
  testUserPasswordHash ??= hashPassword(TEST_USER_PASSWORD);
  const passwordHash = await testUserPasswordHash;
  await transaction((tx) => insertPassword(tx, userId, { id: newId("account"), passwordHash }));
}

/** Signs a user in without the sign-in pages, which have tests of their own. */
export async function sessionCookies(userId: string, url: string, userAgent: string) {
  const { headers } = await auth().api.signInByLink({
    body: { userId },
    headers: new Headers({ "user-agent": userAgent, [CLIENT_IP_HEADER]: "127.0.0.1" }),
    returnHeaders: true,
  });
  return headers.getSetCookie().map((set) => {
    const [pair = ""] = set.split(";");
    const at = pair.indexOf("=");
    return {
      name: pair.slice(0, at),
      value: pair.slice(at + 1),
      url,
      httpOnly: true,
      sameSite: "Lax" as const,
    };
  });
}

/** The secret that the dialog of a new key shows. */
export const revealedSecret = async (page: Page): Promise<string> => {
  const text = await page.getByText(/^ask_[0-9A-Za-z]{49}$/).textContent();
  return text ?? "";
};

/** Calls the API of the server under test with a key. */
export const callApi = (path: string, key: string): Promise<Response> =>
  fetch(`http://localhost:${process.env.PORT}${path}`, { headers: { "x-api-key": key } });

export { expect };
