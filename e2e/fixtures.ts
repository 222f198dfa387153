import { randomBytes } from "node:crypto";
import type { Page } from "playwright/test";
import { reader, transaction } from "@/db/client";
import { selectUserByEmail } from "@/db/queries/people";
import { insertPassword } from "@/db/queries/sessions";
import type { OperatorActor } from "@/lib/actor";
import type { AgentDto } from "@/lib/agents/contract";
import { createAgent } from "@/lib/agents/create-agent";
import { auth, CLIENT_ADDRESS_HEADER } from "@/lib/auth/auth";
import { hashPassword } from "@/lib/auth/passwords";
import { openStudio } from "@/lib/boot/database";
import { readSettings } from "@/lib/env";
import { newId } from "@/lib/ids";
import type { CreateUserInput } from "@/lib/members/contract";
import { createUser } from "@/lib/members/create-user";
import { createWorkspace } from "@/lib/workspaces/create-workspace";
import { test as base, expect } from "./watched";

/** What a story begins with: a workspace of its own, so that stories run side by side and never meet. */
export interface Stage {
  operator: OperatorActor;
  slug: string;
  agents: { uk: AgentDto; spain: AgentDto; old: AgentDto };
}

type Rights = Partial<Pick<CreateUserInput, "role" | "apiKeysAccess" | "configurationAccess">> & {
  /** False for a user who has signed in by links only. */
  hasPassword?: boolean;
};

interface Fixtures {
  stage: Stage;
  /** Signs somebody in, an admin unless told otherwise, and opens the page at the path under the workspace. */
  open: (path: string, rights?: Rights) => Promise<void>;
}

export const test = base.extend<Fixtures, { database: undefined }>({
  // The database of the server under test: stories are seeded through the product's own verbs.
  database: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const studio = await openStudio(readSettings(process.env), () => {});
      await use(undefined);
      await studio.close();
    },
    { scope: "worker", auto: true },
  ],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  stage: async ({}, use) => {
    const setup: OperatorActor = { kind: "operator", workspaceId: "", name: "story" };
    const workspace = await createWorkspace(setup, {
      name: "Harbour Hotels",
      slug: `story-${randomBytes(5).toString("hex")}`,
    });
    const operator = { ...setup, workspaceId: workspace.id };
    const make = (name: string, conversationsApi: "v1" | "v3") =>
      createAgent(operator, { name, conversationsApi });
    const uk = await make("Reception UK", "v3");
    const spain = await make("Recepción España", "v3");
    const old = await make("Night desk", "v1");
    await use({ operator, slug: workspace.slug, agents: { uk, spain, old } });
  },

  open: async ({ page, stage, context, baseURL, timezoneId }, use) => {
    await use(async (path, { hasPassword = true, ...rights } = {}) => {
      const email = `${randomBytes(5).toString("hex")}@example.com`;
      await createUser(stage.operator, {
        email,
        name: "Ada Story",
        role: "admin",
        apiKeysAccess: "read",
        configurationAccess: "read",
        ...rights,
      });
      const user = await selectUserByEmail(reader(), email);
      if (!user) throw new Error("The user who was just created is missing.");
      if (hasPassword) await setPassword(user.id);
      const userAgent = await page.evaluate(() => navigator.userAgent);
      await context.addCookies([
        ...(await sessionCookies(user.id, baseURL ?? "", userAgent)),
        // What the console stores on a first visit.
        { name: "tz", value: encodeURIComponent(timezoneId ?? "UTC"), url: baseURL },
      ]);
      await page.goto(`/${stage.slug}/${path}`);
    });
  },
});

/** The password of every user that `open` creates. */
const STORY_PASSWORD = "engines that weave algebra";
let storyHash: Promise<string> | undefined;

async function setPassword(userId: string): Promise<void> {
  storyHash ??= hashPassword(STORY_PASSWORD);
  const passwordHash = await storyHash;
  await transaction((tx) => insertPassword(tx, userId, { id: newId("account"), passwordHash }));
}

/** Signs a user in without the sign-in pages, which have tests of their own. */
export async function sessionCookies(userId: string, url: string, userAgent: string) {
  const { headers } = await auth().api.signInByLink({
    body: { userId },
    headers: new Headers({ "user-agent": userAgent, [CLIENT_ADDRESS_HEADER]: "127.0.0.1" }),
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

/** The secret on the screen of a created key. */
export const shownSecret = async (page: Page): Promise<string> => {
  const text = await page.getByText(/^ask_[0-9A-Za-z]{49}$/).textContent();
  return text ?? "";
};

/** Calls the API of the server under test with a key. */
export const callApi = (path: string, key: string): Promise<Response> =>
  fetch(`http://localhost:${process.env.PORT}${path}`, { headers: { "x-api-key": key } });

export { expect };
