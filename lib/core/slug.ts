import { z } from "zod";
import { foldText } from "./fold-text";
import { ROUTE_SEGMENTS } from "./routes";

/**
 * First path segments of routes and pages, present or planned: a workspace with such a slug would be unreachable. And words
 * that mean something else on the command line.
 */
const RESERVED_SLUGS = new Set([
  ...ROUTE_SEGMENTS,
  "account",
  "agents",
  // Options of the command line: every agent, or no metrics.
  "all",
  "assets",
  "audit",
  "configure",
  "invite",
  "link",
  "members",
  "metrics",
  "new",
  "none",
  "setup",
  "sign-in",
  "sign-out",
  "sign-up",
  "static",
  "studio",
  "workspaces",
]);

/** A slug: lowercase words joined by hyphens, 2 to 48 characters, not reserved by a route, and not shaped like an ID. */
export const slugSchema = z
  .string()
  .min(2, "Use at least 2 characters.")
  .max(48, "Use at most 48 characters.")
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "Use lowercase letters, digits and single hyphens.")
  .refine((slug) => !RESERVED_SLUGS.has(slug), "This word is reserved. Choose another.")
  .refine((slug) => !/^(ws|project)-[0-9a-z]{8}$/.test(slug), "This looks like an ID. Choose another.");

/**
 * Derives a slug from a name: folds it ("Łódź" becomes "lodz") and replaces all characters except letters and digits by hyphens.
 * @param fallback returned when no valid slug is left, for example for a name without Latin letters
 */
export function slugify(name: string, fallback: string): string {
  const slug = foldText(name)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40)
    .replace(/-+$/, "");
  return slugSchema.safeParse(slug).success ? slug : fallback;
}
