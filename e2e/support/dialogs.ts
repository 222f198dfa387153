import { expect, type Page } from "playwright/test";
import { createUser } from "@/lib/features/members/create-user";
import { inviteMember } from "@/lib/features/members/invite-member";
import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { openAgentPanel } from "./actions";
import type { WorkspaceFixture } from "./fixtures";

interface DialogSpec {
  /** The name of the button that opens it. */
  triggerName: string;
  /** The accessible name of the dialog. */
  title: string;
  /** What must happen on the page before the button can be pressed. */
  prepare?: (page: Page) => Promise<unknown>;
}

/** Creates the keys, the member and the invitation that the dialogs are about. Returns the ID of the key Door, which has a request log. */
export async function seedDialogs({ operator, slug }: WorkspaceFixture): Promise<string> {
  const { key } = await makeKey(operator, { name: "Door" });
  await makeKey(operator, { name: "Gate" });
  await seedRequestLog(operator, key.id, [{ correlationId: "one-request" }]);
  const access = { role: "admin", apiKeysAccess: "read", configurationAccess: "read" } as const;
  await createUser(operator, { email: `bob-${slug}@example.com`, name: "Bob Second", ...access });
  await inviteMember(operator, { email: invitedEmail(slug), ...access });
  return key.id;
}

/** The email address of the invitation that `seedDialogs` creates. */
export const invitedEmail = (slug: string) => `guest-${slug}@example.com`;

/** Every dialog with a form or a confirmation, by the page that opens it. */
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

/** Titles for the pages of `dialogsByPage`, in its order: test titles are needed before there is a workspace. */
export const DIALOG_PAGE_NAMES = [
  "the API keys page",
  "a key's page",
  "the Configuration page",
  "the Agents page",
  "the Members page",
];

/** Opens a dialog with the keyboard and waits until it has loaded its counts. */
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
