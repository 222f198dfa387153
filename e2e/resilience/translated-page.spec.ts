import type { Page } from "playwright/test";
import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";
import { translatePages } from "../support/translate";

test("a page that the browser translates keeps working: search, selection, forms and their errors", async ({
  page,
  context,
  workspace,
  signInAndGoto,
}) => {
  await translatePages(context);
  await makeKey(workspace.operator, { name: "Door" });
  const { key } = await makeKey(workspace.operator, { name: "Gate" });
  await signInAndGoto("configure/api-keys");
  await expect(page.locator("h1 font")).toBeVisible();
  // Names, IDs and secrets stay as they are.
  await expect(page.locator("bdi[translate=no]", { hasText: "Door" }).locator("font")).toHaveCount(0);
  await expect(page.locator("code[translate=no]", { hasText: key.masked }).locator("font")).toHaveCount(0);
  await page.getByRole("checkbox", { name: "Select Door" }).check();
  const search = page.getByRole("searchbox", { name: "Search keys" });
  await search.fill("gate");
  await expect(page.getByText("1 selected, 1 not in view")).toBeVisible();
  await search.fill("nothing like it");
  await expect(page.getByRole("heading", { name: "No matching keys" })).toBeVisible();
  await page.getByRole("button", { name: "Clear search" }).click();
  await expect(page.getByRole("button", { name: /^Edit / })).toHaveCount(2);

  await page.getByRole("button", { name: "API key", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill("Night shift");
  await dialog.getByRole("radio", { name: "Selected agents" }).check();
  await dialog.getByRole("checkbox", { name: "Reception UK" }).check();
  await expect(dialog.getByText("1 selected")).toBeVisible();
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(dialog.getByText("Select at least one permission.")).toBeVisible();
  await dialog.getByRole("checkbox", { name: "Handoff" }).check();
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("dialog", { name: "Copy your new key “Night shift”" })).toBeVisible();
  await expect(page.locator("code", { hasText: "ask_" }).first().locator("font")).toHaveCount(0);
});

/** Removes an element behind React's back, as a program that rebuilds the page does. */
const removeElement = (page: Page, selector: string): Promise<void> =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => element.remove());

test("a changed page is remounted once with what was typed, and shows the error page the second time", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/NotFoundError/);
  for (const name of ["Door", "Gate"]) await makeKey(workspace.operator, { name });
  await signInAndGoto("configure/api-keys");
  await page.getByRole("button", { name: "API key", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "New API key" });
  const name = dialog.getByRole("textbox", { name: "Name" });
  await name.fill("Night shift");
  await dialog.getByRole("radio", { name: "Custom date" }).check();
  await dialog.getByLabel("Expiry date").fill("2090-01-02");
  await dialog.getByRole("radio", { name: "Selected agents" }).check();
  await dialog.getByRole("checkbox", { name: "Reception UK" }).check();
  await name.focus();
  await removeElement(page, "[role=dialog] div:has(> ul[aria-label=Agents])");
  await page.evaluate(() => {
    const all = [...document.querySelectorAll("label")].find(
      ({ textContent }) => textContent === "All agents",
    );
    // As in a translated page: the labels differ from those of the content that replaces it.
    for (const label of document.querySelectorAll("[role=dialog] label[for]")) {
      if (!label.querySelector("[translate=no]")) label.textContent = "Übersetzt";
    }
    document.getElementById(all?.htmlFor ?? "")?.click();
  });
  await expect(dialog.getByRole("radio", { name: "All agents" })).toBeChecked();
  await expect(name).toHaveValue("Night shift");
  await expect(name).toBeFocused();
  await expect(dialog.getByLabel("Expiry date")).toHaveValue("2090-01-02");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(dialog).toHaveCount(0);

  const search = page.getByRole("searchbox", { name: "Search keys" });
  const row = "ul[aria-label='API keys'] > li";
  await page.getByRole("checkbox", { name: "Select Door" }).check();
  await removeElement(page, row);
  await search.fill("door");
  await expect(page.getByRole("status").getByText("1 selected", { exact: true })).toBeVisible();
  await expect(page).toHaveURL(/search=door$/);
  await expect(page.getByRole("button", { name: "Edit Door" })).toBeVisible();
  await expect(search).toHaveValue("door");
  await expect(search).toBeFocused();
  await expect(page.getByRole("checkbox", { name: "Select Door" })).toBeChecked();
  await search.fill("");
  await expect(page.getByRole("button", { name: /^Edit / })).toHaveCount(2);
  await removeElement(page, row);
  await search.fill("door");
  await expect(page.getByRole("heading", { name: "Something went wrong" })).toBeVisible();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("button", { name: /^Edit / })).toHaveCount(1);
});
