import { randomBytes } from "node:crypto";
import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "playwright/test";
import { closeDatabase, openDatabase, reader } from "@/db/client";
import { acquireEmbedded } from "@/db/embedded";
import type { OperatorActor } from "@/lib/actor";
import type { AgentDto } from "@/lib/agents/contract";
import { createAgent } from "@/lib/agents/create-agent";
import { makeSignInLink } from "@/lib/auth/one-time-links";
import { provideSettings, readSettings } from "@/lib/env";
import { createUser } from "@/lib/members/create-user";
import { createWorkspace } from "@/lib/workspaces/create-workspace";

/** What a story begins with: a workspace of its own, so that stories run side by side and never meet. */
export interface Stage {
  operator: OperatorActor;
  slug: string;
  workspaceId: string;
  admin: { email: string; password: string; name: string };
  agents: { uk: AgentDto; spain: AgentDto; old: AgentDto };
}

interface Fixtures {
  stage: Stage;
  /** Signs the stage's admin in and opens the page at the path under the workspace. */
  open: (path: string) => Promise<void>;
  /** Fails on anything that axe finds on the page as it stands. */
  expectAccessible: (page: Page) => Promise<void>;
  cleanConsole: undefined;
}

interface WorkerFixtures {
  database: undefined;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  // The same database as the server under test: stories are seeded through the product's own verbs.
  database: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const settings = readSettings(process.env);
      provideSettings(settings);
      const embedded = await acquireEmbedded({ dataDir: settings.STUDIO_DATA, report: () => {} });
      openDatabase(embedded.connection, () => {});
      await use(undefined);
      await closeDatabase();
      await embedded.release();
    },
    { scope: "worker", auto: true },
  ],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  stage: async ({}, use) => {
    const tag = randomBytes(5).toString("hex");
    const setup: OperatorActor = { kind: "operator", workspaceId: "", name: "story" };
    const workspace = await createWorkspace(setup, { name: `Story ${tag}` });
    const operator = { ...setup, workspaceId: workspace.id };
    const admin = { email: `ada-${tag}@example.com`, password: `story password ${tag}`, name: "Ada Story" };
    await createUser(operator, {
      ...admin,
      role: "admin",
      apiKeysAccess: "edit",
      configurationAccess: "edit",
    });
    const make = (name: string, conversationsApi: "v1" | "v3") =>
      createAgent(operator, { name, conversationsApi });
    const uk = await make("Reception UK", "v3");
    const spain = await make("Recepción España", "v3");
    const old = await make("Night desk", "v1");
    await use({
      operator,
      slug: workspace.slug,
      workspaceId: workspace.id,
      admin,
      agents: { uk, spain, old },
    });
  },

  open: async ({ page, stage }, use) => {
    await use(async (path) => {
      const person = await createUserSession(stage);
      await page.goto(person);
      await page.waitForURL((url) => url.pathname.startsWith(`/${stage.slug}/`));
      if (path) await page.goto(`/${stage.slug}/${path}`);
    });
  },

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  expectAccessible: async ({}, use) => {
    await use(async (page) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`),
      ).toEqual([]);
    });
  },

  cleanConsole: [
    async ({ page }, use) => {
      const said: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning") said.push(message.text());
      });
      page.on("pageerror", (error) => said.push(String(error)));
      await use(undefined);
      expect(said, "the browser's console").toEqual([]);
    },
    { auto: true },
  ],
});

async function createUserSession(stage: Stage): Promise<string> {
  const { selectUserByEmail } = await import("@/db/queries/people");
  const user = await selectUserByEmail(reader(), stage.admin.email);
  if (!user) throw new Error("The story's admin is missing.");
  return makeSignInLink(reader(), user.id);
}

export { expect };
