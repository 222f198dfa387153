import { z } from "zod";

/** First path segments that belong to routes: a workspace or agent of that name could not be reached. */
const RESERVED_SLUGS = new Set([
  "_next",
  "agents",
  "api",
  "assets",
  "audit",
  "configure",
  "conversations",
  "data",
  "docs",
  "external-events",
  "favicon",
  "handoff-state",
  "invite",
  "healthz",
  "link",
  "members",
  "metrics",
  "new",
  "openapi",
  "readyz",
  "runtime",
  "setup",
  "sign-in",
  "sign-out",
  "sign-up",
  "static",
  "studio",
  "v1",
  "v2",
  "v3",
  "webhook",
  "workspaces",
  "account",
]);

/** A slug: lower-case words joined by hyphens, 2–48 characters, no route's name, and no id of ours. */
export const slugSchema = z
  .string()
  .min(2, "Use at least 2 characters.")
  .max(48, "Use at most 48 characters.")
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "Use lower-case letters, digits and single hyphens.")
  .refine((slug) => !RESERVED_SLUGS.has(slug), "This word is part of an address here. Choose another.")
  .refine((slug) => !/^(ws|project)-[0-9a-z]{8}$/.test(slug), "This looks like an id. Choose another.");

/**
 * A slug made from a name: accents dropped, everything else that is no letter or digit a hyphen.
 * @param fallback used when nothing usable is left, as for a name in a script without Latin letters
 */
export function slugify(name: string, fallback: string): string {
  const slug = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40)
    .replace(/-+$/, "");
  return slugSchema.safeParse(slug).success ? slug : fallback;
}
