/** A page under /docs: its slug, its title in the navigation, its file in docs/, and a description. */
export interface DocPage {
  slug: string;
  title: string;
  file: string;
  about: string;
}

/** The pages of /docs in the order of the navigation. A page whose file is missing is left out and returns 404. */
export const PAGES: readonly DocPage[] = [
  {
    slug: "quickstart",
    title: "Quickstart",
    file: "quickstart.md",
    about: "Make your first request.",
  },
  {
    slug: "keys-and-conditions",
    title: "Keys and conditions",
    file: "keys-and-conditions.md",
    about: "When a key works, and what data it returns.",
  },
  {
    slug: "pagination",
    title: "Pagination, filters, search",
    file: "pagination.md",
    about: "How to read every conversation, filter, search and sample.",
  },
  {
    slug: "external-events",
    title: "External events",
    file: "external-events.md",
    about: "How to send events into live calls, and read handoffs.",
  },
  {
    slug: "errors",
    title: "Errors",
    file: "errors.md",
    about: "Every error code, and how to handle it.",
  },
  {
    slug: "migration",
    title: "Migration",
    file: "migration.md",
    about: "How to move from Conversations v1 to v3.",
  },
  {
    slug: "typescript-client",
    title: "TypeScript client",
    file: "typescript-client.md",
    about: "How to generate a typed client from the OpenAPI document.",
  },
  {
    slug: "operations",
    title: "Operations",
    file: "operations.md",
    about: "How to run the server: settings, database, proxy, health.",
  },
  {
    slug: "performance",
    title: "Performance",
    file: "performance.md",
    about: "Measured response times with a full database.",
  },
];
