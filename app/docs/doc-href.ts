import path from "node:path";
import type { DocPage } from "./pages";

/**
 * Where a link of a Markdown file leads on the site. The files link to each other as they lie in the repository.
 * @returns null for a file that is not served: the words of the link then stand without one
 */
export function docHref(target: string, pages: readonly DocPage[]): string | null {
  if (/^([a-z][a-z0-9+.-]*:|#|\/)/i.test(target)) return target;
  const [file = "", fragment] = target.split("#");
  const wanted = path.posix.normalize(file);
  const page = pages.find((candidate) => candidate.file === wanted);
  if (!page) return null;
  return `/docs/${page.slug}${fragment ? `#${fragment}` : ""}`;
}
