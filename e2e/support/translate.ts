import type { BrowserContext } from "playwright/test";

/**
 * Translates every page as browsers and extensions do: replaces each text by a copy in a `font` element, also what appears
 * later, but nothing that is marked `translate="no"`. Starts once React has hydrated the page.
 */
export async function translatePages(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const translate = (root: Node) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const texts: Text[] = [];
      while (walker.nextNode()) texts.push(walker.currentNode as Text);
      for (const text of root instanceof Text ? [root] : texts) {
        const { parentElement: parent } = text;
        if (!parent || parent.closest("[translate=no], font, script, style, textarea, title")) continue;
        if (!text.data.trim()) continue;
        const font = document.createElement("font");
        font.textContent = text.data;
        text.replaceWith(font);
      }
    };
    const start = () => {
      const main = document.querySelector("main");
      const hydrated = main && Object.keys(main).some((name) => name.startsWith("__reactProps"));
      if (document.readyState !== "complete" || !hydrated) return void setTimeout(start, 20);
      translate(document.body);
      new MutationObserver((records) => {
        for (const { addedNodes } of records)
          for (const node of addedNodes) if (node.isConnected) translate(node);
      }).observe(document.body, { childList: true, subtree: true });
    };
    start();
  });
}
