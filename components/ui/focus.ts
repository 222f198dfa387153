/** Puts the focus on the page's heading: where it goes when nothing nearer is left to have it. */
export function focusHeading(options?: FocusOptions): void {
  document.querySelector<HTMLElement>("main h1")?.focus(options);
}

/**
 * As a ref of what may be taken off the page while it has the focus, such as "Clear filters" by itself: the focus goes on
 * to the search or section that it stood in, instead of falling to the page's very beginning.
 */
export function restoreFocusOnUnmount(element: HTMLElement | null): (() => void) | undefined {
  if (!element) return undefined;
  return () => {
    if (!element.contains(document.activeElement)) return;
    const places = ["search", "section", "main"].map((place) => element.closest(place));
    // Only then is it gone; and what is put on the page in its place may have taken the focus by itself.
    queueMicrotask(() => {
      if (document.activeElement === document.body) focusFirstAvailable(places);
    });
  };
}

function focusFirstAvailable(places: (Element | null)[]): void {
  for (const place of places) {
    const within = place?.localName === "search" ? "input, select" : ":is(h1, h2)[tabindex]";
    const target = place?.querySelector<HTMLElement>(within);
    // Where one is on the page stays as it is.
    target?.focus({ preventScroll: true });
    if (target && document.activeElement === target) return;
  }
}
