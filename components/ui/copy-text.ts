/**
 * Puts text on the clipboard and says truthfully whether the clipboard took it.
 * Over plain http browsers offer no clipboard API; the older way works there, but only from an element inside an open
 * dialog's focus trap, hence `near`.
 * @param near an element beside which a helper may briefly stand and take the focus
 */
export async function copyText(text: string, near: HTMLElement): Promise<boolean> {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Refused, as by a permission: the older way may still be allowed.
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
  // The event tells whether the browser really took the text; execCommand's answer alone does not.
  let taken = false;
  const onCopy = (event: ClipboardEvent) => {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    taken = true;
  };
  document.addEventListener("copy", onCopy, { capture: true, once: true });
  const accepted = document.execCommand("copy");
  document.removeEventListener("copy", onCopy, { capture: true });
  helper.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return accepted && taken;
}
