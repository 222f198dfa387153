import { QueryClient } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, expect, test, vi } from "vitest";
import { createConfigurationSaver } from "@/components/configuration/configuration-saver";
import { renameAgentAction } from "@/lib/features/agents/actions";
import { listAgents } from "@/lib/features/agents/list-agents";
import { listResponseConfigurations } from "@/lib/features/agents/list-response-configurations";
import { deleteApiKeysAction, editApiKeyAction } from "@/lib/features/api-keys/actions";
import { listAudit } from "@/lib/features/audit/list-audit";
import { auth } from "@/lib/features/auth/auth";
import { withAgentLocked } from "@/testing/agent-lock";
import { makeAgent, makeKey, makeMember, makeWorkspace } from "@/testing/fixtures";

// The browser's cookie belongs to the user who signed in last, in any tab.
let cookie = "";
vi.mock("next/headers", () => ({
  headers: async () => new Headers({ cookie }),
  cookies: async () => ({ get: () => undefined, set: () => {}, toString: () => cookie }),
}));
beforeAll(() => vi.stubGlobal("window", new EventTarget()));

async function signIn(userId: string): Promise<void> {
  const { headers } = await auth().api.signInByLink({ body: { userId }, returnHeaders: true });
  cookie = headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

/** A workspace with an agent and two admins; the first one is signed in. */
async function seedWorkspace() {
  const workspace = await makeWorkspace();
  const agent = await makeAgent(workspace);
  const ada = await makeMember(workspace, { role: "admin" });
  const grace = await makeMember(workspace, { role: "admin" });
  await signIn(ada.userId);
  return { workspace, agent, ada, grace };
}

test("pending changes are not saved as another user who signs in during a save", async () => {
  const { workspace, agent, ada, grace } = await seedWorkspace();
  const configuration = async () => {
    const [stored] = await listResponseConfigurations(workspace);
    if (!stored) throw new Error("The agent has no configuration.");
    return stored;
  };
  const toasts: { text: string; run: (() => void) | undefined }[] = [];
  const stored = await configuration();
  const saver = createConfigurationSaver(
    {
      workspace: workspace.slug,
      userId: ada.userId,
      queryClient: new QueryClient(),
      toast: (message, action) => {
        const text = renderToStaticMarkup(message).replace(/<[^>]*>/g, "");
        toasts.push({ text, run: action?.run });
      },
      setNeeded: () => {},
    },
    stored,
  );
  const { metrics } = stored;
  const changeTwice = () => {
    const saved = saver.change({ metrics, transcript: true });
    void saver.change({ metrics: { ...metrics, mode: "all" }, transcript: true });
    return saved;
  };
  await withAgentLocked({ ...workspace, ...agent }, changeTwice, () => signIn(grace.userId));
  const onlyTheFirst = { transcript: true, metrics: { mode: "chosen" }, version: stored.version + 1 };
  expect(await configuration()).toMatchObject(onlyTheFirst);
  const rejected = new RegExp(
    `^Your change to “${agent.name}” was not saved. Another account is now signed in`,
  );
  expect(toasts.map(({ text }) => text)).toEqual([expect.stringMatching(rejected)]);

  // Nor are they when that user presses the button of the toast.
  toasts[0]?.run?.();
  await expect.poll(() => toasts.length).toBe(2);
  expect(await configuration()).toMatchObject(onlyTheFirst);
  const { entries } = await listAudit(workspace, { action: "agent.configured", cursor: null });
  expect(entries.map(({ actorName }) => actorName)).toEqual([ada.name]);

  await signIn(ada.userId);
  saver.retry();
  await expect.poll(configuration).toMatchObject({ metrics: { mode: "all" }, transcript: true });
});

test("rejects an undo and the rest of a deletion once another user is signed in", async () => {
  const { workspace, agent, ada, grace } = await seedWorkspace();
  const { key } = await makeKey(workspace);
  const { slug } = workspace;
  await signIn(grace.userId);
  const rejected = { ok: false, error: { code: "SIGNED_IN_AS_ANOTHER" } };
  const rename = { id: agent.id, name: "Undone", seen: agent.name };
  expect(await renameAgentAction(slug, rename, ada.userId)).toMatchObject(rejected);
  const edit = { id: key.id, version: key.version, name: "Undone", permissions: key.permissions };
  expect(await editApiKeyAction(slug, edit, ada.userId)).toMatchObject(rejected);
  expect(await deleteApiKeysAction(slug, { ids: [key.id] }, ada.userId)).toMatchObject(rejected);
  expect((await listAgents(workspace)).map(({ name }) => name)).toEqual([agent.name]);

  await signIn(ada.userId);
  expect(await renameAgentAction(slug, rename, ada.userId)).toMatchObject({ ok: true });
  expect(await editApiKeyAction(slug, edit, ada.userId)).toMatchObject({ ok: true });
  expect(await deleteApiKeysAction(slug, { ids: [key.id] }, ada.userId)).toMatchObject({ ok: true });
});
