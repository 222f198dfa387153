import path from "node:path";
import type { DocPage } from "./pages";

/**
 * Returns the URL of a link in a Markdown file. The files link to each other by their paths in the repository.
 * @returns null for a file that is not served; its link is shown as text
 */
export function docHref(target: string, pages: readonly DocPage[]): string | null {
  if (/^([a-z][a-z0-9+.-]*:|#|\/)/i.test(target)) return target;
  const [file = "", fragment] = target.split("#");
  const normalized = path.posix.normalize(file);
  const page = pages.find((candidate) => candidate.file === normalized);
  if (!page) return null;
  return `/docs/${page.slug}${fragment ? `#${fragment}` : ""}`;
}
