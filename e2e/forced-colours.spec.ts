import { expect, test } from "./fixtures";

test.use({ contextOptions: { forcedColors: "active" } });

test("where the system has colours of its own, the page that is open is underlined in the sidebar", async ({
  page,
  open,
}) => {
  await open("members");
  const line = (name: string) =>
    page
      .getByRole("navigation", { name: "Workspace" })
      .getByRole("link", { name })
      .evaluate((link) => getComputedStyle(link).textDecorationLine);
  expect(await line("Members")).toBe("underline");
  expect(await line("Audit")).toBe("none");
});
