/** The start of a message when `copyText` returns false. The user can still select and copy the text. */
export const COPY_BLOCKED = "The browser blocked copying.";

/** The whole message where the user can select the text. */
export const COPY_FAILED = `${COPY_BLOCKED} Select the text and press Ctrl+C or ⌘C.`;

/**
 * Copies text to the clipboard.
 * Over plain http browsers have no Clipboard API. `document.execCommand("copy")` works there, but only from an element
 * inside the focus trap of an open dialog.
 * @param near where to insert that element for a moment; it takes the focus and gives it back
 * @returns true if the clipboard has the text
 */
export async function copyText(text: string, near: HTMLElement): Promise<boolean> {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Denied, as by a permission. The old API may still be allowed.
    }
  }
  const helper = document.createElement("textarea");
  helper.value = text;
  helper.readOnly = true;
  helper.setAttribute("aria-hidden", "true");
  helper.style.cssText = "position:fixed;top:0;left:0;width:1px;height:1px;opacity:0";
  const focused = document.activeElement;
  near.after(helper);
  helper.select();
  // Only the event proves that the browser copied the text; execCommand can return true without copying.
  let copied = false;
  const onCopy = (event: ClipboardEvent) => {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    copied = true;
  };
  document.addEventListener("copy", onCopy, { capture: true, once: true });
  const accepted = document.execCommand("copy");
  document.removeEventListener("copy", onCopy, { capture: true });
  helper.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return accepted && copied;
}
