import { randomBytes } from "node:crypto";
import type { Page } from "playwright/test";
import { reader } from "@/db/client";
import { selectUserByEmail } from "@/db/queries/people";
import type { OperatorActor } from "@/lib/actor";
import type { AgentDto } from "@/lib/agents/contract";
import { createAgent } from "@/lib/agents/create-agent";
import { makeSignInLink } from "@/lib/auth/one-time-links";
import { openStudio } from "@/lib/boot/database";
import { readSettings } from "@/lib/env";
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

type Rights = Partial<Pick<CreateUserInput, "role" | "apiKeysAccess" | "configurationAccess">>;

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

  open: async ({ page, stage }, use) => {
    await use(async (path, rights = {}) => {
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
      if (!user) throw new Error("The person who was just made is missing.");
      await page.goto(await makeSignInLink(reader(), user.id));
      await page.waitForURL(`**/${stage.slug}/**`);
      await page.goto(`/${stage.slug}/${path}`);
    });
  },
});

/** The secret on the screen of a created key. */
export const shownSecret = async (page: Page): Promise<string> => {
  const text = await page.getByText(/^ask_[0-9A-Za-z]{49}$/).textContent();
  return text ?? "";
};

/** Calls the API of the server under test with a key. */
export const callApi = (path: string, key: string): Promise<Response> =>
  fetch(`http://localhost:${process.env.PORT}${path}`, { headers: { "x-api-key": key } });

export { expect };
