// The import rules of ARCHITECTURE.md. `npm test` fails on any violation, and testing/import-rules.test.ts plants one
// violation of each rule and expects it to be reported.
const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

/** Tests, and what only tests and measurements use: they may import everything. */
const TEST_CODE = "[.](test|spec)[.]tsx?$|^(testing|e2e|bench)/";

/** What else never ships: the commands that run tests, and the settings of tools. */
const TEST_TOOLS = "^bin/test[^/]*[.]mjs$|^(drizzle|playwright|vitest)[.]config[.]ts$";

/** The features that each feature may import. Every feature may import `audit`, which imports none. */
const FEATURE_IMPORTS = {
  audit: [],
  auth: ["audit"],
  workspaces: ["audit"],
  members: ["audit", "auth"],
  agents: ["audit"],
  "api-keys": ["audit"],
  usage: ["audit", "api-keys"],
  conversations: ["audit", "api-keys"],
  handoffs: ["audit", "api-keys"],
  "external-events": ["audit", "api-keys"],
  runtime: ["audit", "conversations"],
};

module.exports = {
  forbidden: [
    forbid("no-cycles", "A cycle hides who depends on whom.", {}, { circular: true }),
    forbid(
      "components-not-app",
      "Imports run app → components → lib → db.",
      { path: "^components/" },
      { path: "^app/" },
    ),
    forbid(
      "lib-not-up",
      "Imports run app → components → lib → db.",
      { path: "^lib/", pathNot: TEST_CODE },
      { path: "^(app|components)/" },
    ),
    forbid(
      "db-not-up",
      "Imports run app → components → lib → db.",
      { path: "^db/", pathNot: TEST_CODE },
      { path: "^(app|components|lib)/" },
    ),
    forbid(
      "core-not-up",
      "lib/core has no domain word: it imports no other folder of lib/.",
      { path: "^lib/core/", pathNot: TEST_CODE },
      { path: "^lib/(?!core/)" },
    ),
    forbid(
      "features-not-up",
      "Use cases know neither of their edges: the API, the server, the command line, the demo.",
      { path: "^lib/features/", pathNot: TEST_CODE },
      { path: "^lib/(api|cli|demo|server)/" },
    ),
    forbid(
      "api-not-up",
      "lib/server and lib/cli import lib/api, never the reverse.",
      { path: "^lib/api/", pathNot: TEST_CODE },
      { path: "^lib/(cli|demo|server)/" },
    ),
    forbid(
      "demo-not-up",
      "The demo speaks HTTP or calls use cases; it knows nothing of the server that it talks to.",
      { path: "^lib/demo/", pathNot: TEST_CODE },
      { path: "^lib/(api|cli|server)/" },
    ),
    forbid(
      "server-not-cli",
      "The command line starts the server's parts, never the reverse.",
      { path: "^lib/server/", pathNot: TEST_CODE },
      { path: "^lib/cli/" },
    ),
    ...Object.entries(FEATURE_IMPORTS).map(([feature, allowed]) =>
      forbid(
        `feature-order-${feature}`,
        "Features import each other in one direction only.",
        { path: `^lib/features/${feature}/`, pathNot: TEST_CODE },
        { path: "^lib/features/[^/]+/", pathNot: `^lib/features/(${[feature, ...allowed].join("|")})/` },
      ),
    ),
    forbid(
      "test-code-not-shipped",
      "Nothing that ships imports from testing/, e2e/ or bench/.",
      { path: "^(app|bin|components|db|lib)/|^[^/]+[.](ts|tsx|mjs)$", pathNot: `${TEST_CODE}|${TEST_TOOLS}` },
      { path: "^(testing|e2e|bench)/" },
    ),
    forbid(
      "sql-only-in-db",
      "drizzle-orm and pg stay in db/. Tests may use them.",
      { pathNot: `^db/|^drizzle[.]config[.]ts$|${TEST_CODE}` },
      { path: "node_modules/(drizzle-orm|pg|pg-[a-z-]+|drizzle-kit)/" },
    ),
    forbid(
      "components-see-contracts",
      "A component sees of lib/ only contracts, constants, actions and pure browser-safe helpers.",
      { path: "^components/", pathNot: TEST_CODE },
      {
        path: "^lib/",
        pathNot:
          "^lib/core/(bidi|calendar|durations|indent-json|instant|link-token|list-names|name-order|normalize-name|result|search-text|time|typed-secret|validation-messages)[.]ts$|^lib/features/[^/]+/(contract|constants|actions)[.]ts$",
      },
    ),
    forbid(
      "components-not-db",
      "A component never reads the database.",
      { path: "^components/", pathNot: TEST_CODE },
      { path: "^db/" },
    ),
    forbid(
      "ui-knows-nothing",
      "components/ui has no domain words: it imports nothing local but itself.",
      { path: "^components/ui/" },
      { path: "^(app|lib|db|components/(?!ui/))" },
    ),
    forbid(
      "app-not-db",
      "Pages call verbs, never queries.",
      { path: "^app/", pathNot: TEST_CODE },
      { path: "^db/" },
    ),
    forbid(
      "next-at-the-edge",
      "next and react appear in lib/ only where a request meets it.",
      {
        path: "^lib/",
        pathNot: `^lib/features/([^/]+/actions|auth/(session|start-session)|server-action)[.]ts$|^lib/server/(serve|http/malformed-request)[.]ts$|${TEST_CODE}`,
      },
      { path: "node_modules/(next|react|react-dom)/" },
    ),
    forbid(
      "hono-only-in-api",
      "hono stays in lib/api.",
      {
        path: "^(app|components|db|lib/(?!api/))",
        pathNot: TEST_CODE,
      },
      { path: "node_modules/(hono|@hono)/" },
    ),
    forbid(
      "no-barrels",
      "Only db/schema has a barrel.",
      { pathNot: "node_modules" },
      { path: "/index[.](tsx?|mjs)$", pathNot: "^db/schema/index[.]ts$|node_modules" },
    ),
    forbid(
      "no-dev-deps",
      "Product code uses production dependencies.",
      { path: "^(app|components|db|lib)/|^(server|proxy|instrumentation-client)[.]ts$", pathNot: TEST_CODE },
      { dependencyTypes: ["npm-dev"], pathNot: "node_modules/@types/" },
    ),
    // bin/ imports what it has bundled into dist/, which a fresh clone does not have.
    forbid(
      "no-unresolvable",
      "Every import resolves.",
      {},
      { couldNotResolve: true, pathNot: "^[.][.]/dist/" },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^([.]next|dist|bench/better-auth|bench/lighthouse)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      mainFields: ["module", "main", "types"],
    },
  },
};
