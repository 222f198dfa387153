import { expect, type Page } from "playwright/test";
import { createUser } from "@/lib/members/create-user";
import { inviteMember } from "@/lib/members/invite-member";
import { logRequests, makeKey } from "@/lib/testing/fixtures";
import type { Stage } from "./fixtures";
import { openPanel } from "./steps";

interface Opened {
  /** The button that opens it, by name. */
  by: string;
  /** What the dialog is called. */
  title: string;
  /** What must be done on the page before. */
  after?: (page: Page) => Promise<unknown>;
}

/** Somebody and something for every dialog to be about. Returns the id of the key Door, which has a log. */
export async function furnish({ operator, slug }: Stage): Promise<string> {
  const { key } = await makeKey(operator, { name: "Door" });
  await makeKey(operator, { name: "Gate" });
  await logRequests(operator, key.id, [{ correlationId: "one-request" }]);
  const rights = { role: "admin", apiKeysAccess: "read", configurationAccess: "read" } as const;
  await createUser(operator, { email: `bob-${slug}@example.com`, name: "Bob Second", ...rights });
  await inviteMember(operator, { email: guestOf(slug), ...rights });
  return key.id;
}

/** Who is invited to a furnished workspace. */
export const guestOf = (slug: string) => `guest-${slug}@example.com`;

/** Every dialog that asks for something, by the page that opens it. */
export const dialogsOf = (slug: string, keyId: string): Record<string, Opened[]> => ({
  "configure/api-keys": [
    { by: "API key", title: "New API key" },
    { by: "Edit Door", title: "Edit Door" },
    { by: "Delete Door", title: "Delete Door?" },
    {
      by: "Delete 2 selected keys",
      title: "Delete 2 keys?",
      after: (page) => page.getByRole("checkbox", { name: "Select all keys shown" }).click(),
    },
  ],
  [`configure/api-keys/${keyId}`]: [
    { by: "Edit", title: "Edit Door" },
    { by: "Rotate", title: "Rotate Door" },
    { by: "Delete", title: "Delete Door?" },
  ],
  "configure/api-keys/configuration": [
    {
      by: "Migrate to v3",
      title: "Migrate Night desk to v3?",
      after: (page) => openPanel(page, "Night desk"),
    },
  ],
  agents: [
    { by: "Agent", title: "New agent" },
    { by: "Rename Night desk", title: "Rename Night desk" },
    { by: "Runtime token of Night desk", title: "Make a runtime token for Night desk?" },
    { by: "Delete Night desk", title: "Delete Night desk?" },
  ],
  members: [
    { by: "Invite", title: "Invite somebody" },
    { by: `New link for ${guestOf(slug)}`, title: `New link for ${guestOf(slug)}` },
    { by: `Revoke the invitation of ${guestOf(slug)}`, title: `Revoke the invitation of ${guestOf(slug)}?` },
    { by: "Change the access of Bob Second", title: "Access of Bob Second" },
    { by: "Remove Bob Second", title: "Remove Bob Second?" },
    { by: "Leave", title: "Leave this workspace?" },
  ],
});

/** What the pages of `dialogsOf` are, for the names of stories that are made before there is a workspace. */
export const PAGES_WITH_DIALOGS = ["API keys", "one key", "the configuration", "the agents", "the members"];

/** Opens a dialog by the keyboard and waits until it has counted what it counts. */
export async function openDialog(page: Page, { by, title }: Opened) {
  const opener = page.getByRole("button", { name: by, exact: true });
  await opener.focus();
  await page.keyboard.press("Enter");
  const dialog = page
    .getByRole("dialog", { name: title, exact: true })
    .or(page.getByRole("alertdialog", { name: title, exact: true }));
  await expect(dialog).toBeVisible();
  await expect(dialog.getByText(/^Counting /)).toHaveCount(0);
  return { opener, dialog };
}
