/** One page under /docs: its address, what the navigation calls it, its file in docs/, and a line about it. */
export interface DocPage {
  slug: string;
  title: string;
  file: string;
  about: string;
}

/** What /docs serves, in the order of the navigation. A file that is missing is left out and answers 404. */
export const PAGES: readonly DocPage[] = [
  {
    slug: "quickstart",
    title: "Quickstart",
    file: "quickstart.md",
    about: "From a key to the first answer.",
  },
  {
    slug: "keys-and-conditions",
    title: "Keys and conditions",
    file: "keys-and-conditions.md",
    about: "When a key is honoured, and what decides what it shows.",
  },
  {
    slug: "pagination",
    title: "Pages, filters, search",
    file: "pagination.md",
    about: "Walking through every conversation once; filters, search and samples.",
  },
  {
    slug: "external-events",
    title: "External events",
    file: "external-events.md",
    about: "Live calls, handoffs, and events from outside.",
  },
  {
    slug: "errors",
    title: "Errors",
    file: "errors.md",
    about: "Every code, and what to do about it.",
  },
  {
    slug: "migration",
    title: "Migration",
    file: "migration.md",
    about: "From Conversations v1 to v3.",
  },
  {
    slug: "typescript-client",
    title: "TypeScript client",
    file: "typescript-client.md",
    about: "A typed client from the OpenAPI document.",
  },
  {
    slug: "operations",
    title: "Operations",
    file: "operations.md",
    about: "Running the server: settings, database, proxy, health.",
  },
  {
    slug: "performance",
    title: "Performance",
    file: "performance.md",
    about: "What a full database costs, as measured.",
  },
];
