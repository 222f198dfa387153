import { DIALOG_PAGE_NAMES, dialogsByPage, openDialog, seedDialogs } from "../support/dialogs";
import { expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";

for (const [index, name] of DIALOG_PAGE_NAMES.entries()) {
  test(`every dialog of ${name} fits every width in both themes`, async ({
    page,
    workspace,
    signInAndGoto,
  }) => {
    test.slow();
    const [path = "", dialogs = []] =
      Object.entries(dialogsByPage(workspace.slug, await seedDialogs(workspace)))[index] ?? [];
    await signInAndGoto(path);
    for (const opened of dialogs) {
      await opened.prepare?.(page);
      const { opener, dialog } = await openDialog(page, opened);
      await expectResponsive(page, opened.title);
      await page.keyboard.press("Escape");
      await expect(dialog).toHaveCount(0);
      // Given back a moment after the dialog has gone: the next one's opener would lose the focus to this one's.
      await expect(opener).toBeFocused();
    }
  });
}
