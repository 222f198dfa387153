import { expect, type Page } from "playwright/test";
import { createUser } from "@/lib/features/members/create-user";
import { inviteMember } from "@/lib/features/members/invite-member";
import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { openAgentPanel } from "./actions";
import type { WorkspaceFixture } from "./fixtures";

interface DialogSpec {
  /** The button that opens it, by name. */
  triggerName: string;
  /** What the dialog is called. */
  title: string;
  /** What must be done on the page before. */
  prepare?: (page: Page) => Promise<unknown>;
}

/** Somebody and something for every dialog to be about. Returns the id of the key Door, which has a log. */
export async function seedDialogs({ operator, slug }: WorkspaceFixture): Promise<string> {
  const { key } = await makeKey(operator, { name: "Door" });
  await makeKey(operator, { name: "Gate" });
  await seedRequestLog(operator, key.id, [{ correlationId: "one-request" }]);
  const rights = { role: "admin", apiKeysAccess: "read", configurationAccess: "read" } as const;
  await createUser(operator, { email: `bob-${slug}@example.com`, name: "Bob Second", ...rights });
  await inviteMember(operator, { email: invitedEmail(slug), ...rights });
  return key.id;
}

/** Who is invited to a furnished workspace. */
export const invitedEmail = (slug: string) => `guest-${slug}@example.com`;

/** Every dialog that asks for something, by the page that opens it. */
export const dialogsByPage = (slug: string, keyId: string): Record<string, DialogSpec[]> => ({
  "configure/api-keys": [
    { triggerName: "API key", title: "New API key" },
    { triggerName: "Edit Door", title: "Edit Door" },
    { triggerName: "Delete Door", title: "Delete Door?" },
    {
      triggerName: "Delete 2 selected keys",
      title: "Delete 2 keys?",
      prepare: (page) => page.getByRole("checkbox", { name: "Select all keys shown" }).click(),
    },
  ],
  [`configure/api-keys/${keyId}`]: [
    { triggerName: "Edit", title: "Edit Door" },
    { triggerName: "Rotate", title: "Rotate Door" },
    { triggerName: "Delete", title: "Delete Door?" },
  ],
  "configure/api-keys/configuration": [
    {
      triggerName: "Migrate to v3",
      title: "Migrate Night desk to v3?",
      prepare: (page) => openAgentPanel(page, "Night desk"),
    },
  ],
  agents: [
    { triggerName: "Agent", title: "New agent" },
    { triggerName: "Rename Night desk", title: "Rename Night desk" },
    { triggerName: "Runtime token of Night desk", title: "Create a runtime token for Night desk?" },
    { triggerName: "Delete Night desk", title: "Delete Night desk?" },
  ],
  members: [
    { triggerName: "Invite", title: "Invite a member" },
    { triggerName: `New link for ${invitedEmail(slug)}`, title: `New link for ${invitedEmail(slug)}` },
    {
      triggerName: `Revoke the invitation of ${invitedEmail(slug)}`,
      title: `Revoke the invitation of ${invitedEmail(slug)}?`,
    },
    { triggerName: "Change the access of Bob Second", title: "Bob Second’s access" },
    { triggerName: "Remove Bob Second", title: "Remove Bob Second?" },
    { triggerName: "Leave", title: "Leave this workspace?" },
  ],
});

/** What the pages of `dialogsOf` are, for the names of stories that are made before there is a workspace. */
export const DIALOG_PAGE_NAMES = ["API keys", "one key", "the configuration", "the agents", "the members"];

/** Opens a dialog by the keyboard and waits until it has counted what it counts. */
export async function openDialog(page: Page, { triggerName, title }: DialogSpec) {
  const opener = page.getByRole("button", { name: triggerName, exact: true });
  await opener.focus();
  await page.keyboard.press("Enter");
  const dialog = page
    .getByRole("dialog", { name: title, exact: true })
    .or(page.getByRole("alertdialog", { name: title, exact: true }));
  await expect(dialog).toBeVisible();
  await expect(dialog.getByText(/^Counting /)).toHaveCount(0);
  return { opener, dialog };
}
