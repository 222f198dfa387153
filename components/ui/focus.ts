/** Focuses the page heading, when nothing nearer is left to focus. */
export function focusHeading(options?: FocusOptions): void {
  document.querySelector<HTMLElement>("main h1")?.focus(options);
}

/**
 * A ref for an element that can remove itself while it has the focus, such as "Clear filters". The focus moves to the
 * enclosing search, section or page heading; the browser would reset it to the start of the page.
 */
export function restoreFocusOnUnmount(element: HTMLElement | null): (() => void) | undefined {
  if (!element) return undefined;
  return () => {
    if (!element.contains(document.activeElement)) return;
    const containers = ["search", "section", "main"].map((name) => element.closest(name));
    // React removes the element after this callback, and its replacement may take the focus itself.
    queueMicrotask(() => {
      if (document.activeElement === document.body) focusFirstAvailable(containers);
    });
  };
}

function focusFirstAvailable(containers: (Element | null)[]): void {
  for (const container of containers) {
    const within = container?.localName === "search" ? "input, select" : ":is(h1, h2)[tabindex]";
    const target = container?.querySelector<HTMLElement>(within);
    // The user keeps their scroll position.
    target?.focus({ preventScroll: true });
    if (target && document.activeElement === target) return;
  }
}
