import { dialogsOf, furnish, openDialog, PAGES_WITH_DIALOGS } from "./dialogs";
import { expectToFit } from "./fit";
import { expect, test } from "./fixtures";

for (const [index, name] of PAGES_WITH_DIALOGS.entries()) {
  test(`every dialog of ${name} fits every width in both themes`, async ({ page, stage, open }) => {
    test.slow();
    const [path = "", dialogs = []] =
      Object.entries(dialogsOf(stage.slug, await furnish(stage)))[index] ?? [];
    await open(path);
    for (const opened of dialogs) {
      await opened.after?.(page);
      const { opener, dialog } = await openDialog(page, opened);
      await expectToFit(page, opened.title);
      await page.keyboard.press("Escape");
      await expect(dialog).toHaveCount(0);
      // Given back a moment after the dialog has gone: the next one's opener would lose the focus to this one's.
      await expect(opener).toBeFocused();
    }
  });
}
