// The import laws of ARCHITECTURE.md, executable. `npm test` fails on any breach, and on an empty reading.
const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

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
      { path: "^lib/" },
      { path: "^(app|components)/" },
    ),
    forbid(
      "db-not-up",
      "Imports run app → components → lib → db.",
      { path: "^db/" },
      { path: "^(app|components|lib)/" },
    ),
    forbid(
      "sql-only-in-db",
      "drizzle-orm and pg stay under db/ (and bench/).",
      { pathNot: "^(db|bench)/|^drizzle.config.ts$" },
      { path: "node_modules/(drizzle-orm|pg|pg-[a-z-]+|drizzle-kit)/" },
    ),
    forbid(
      "components-see-contracts",
      "A component sees of lib/ only contracts, actions, errors and pure browser-safe helpers.",
      { path: "^components/" },
      {
        path: "^lib/",
        pathNot:
          "^lib/(errors|result|time|expiry|validation-messages)\\.ts$|^lib/[^/]+/(contract|terms|actions)\\.ts$",
      },
    ),
    forbid(
      "components-not-db",
      "A component never reads the database.",
      { path: "^components/" },
      { path: "^db/" },
    ),
    forbid(
      "ui-knows-nothing",
      "components/ui holds no domain words: it imports nothing local but itself.",
      { path: "^components/ui/" },
      { path: "^(app|lib|db|components/(?!ui/))" },
    ),
    forbid("app-not-db", "Pages call verbs, never queries.", { path: "^app/" }, { path: "^db/" }),
    forbid(
      "next-at-the-edge",
      "next and react appear in lib/ only where a request meets it.",
      {
        path: "^lib/",
        pathNot: "^lib/([^/]+/actions|auth/session|action|boot/serve|boot/readable-head)\\.ts$",
      },
      { path: "node_modules/(next|react|react-dom)/" },
    ),
    forbid(
      "hono-only-in-api",
      "hono stays in lib/api.",
      { path: "^(app|components|db|lib/(?!api/))" },
      { path: "node_modules/(hono|@hono)/" },
    ),
    forbid(
      "slices-meet-at-contracts",
      "One slice meets another through its contract or a verb that the contract names.",
      {
        path: "^lib/(api-keys|agents|conversations|handoffs|external-events|runtime|usage|audit|members|workspaces)/",
        pathNot: "[.]test[.]ts$",
      },
      {
        path: "^lib/(api-keys|agents|conversations|handoffs|external-events|runtime|usage|audit|members|workspaces)/",
        pathNot:
          "^lib/$1/|/(contract|terms)\\.ts$|^lib/audit/record-audit\\.ts$|^lib/conversations/words\\.ts$|^lib/usage/list-unused-permissions\\.ts$",
      },
    ),
    forbid(
      "no-barrels",
      "Only db/schema has a barrel.",
      { pathNot: "^db/|node_modules" },
      { path: "/index\\.tsx?$", pathNot: "^db/|node_modules" },
    ),
    forbid(
      "no-dev-deps",
      "Product code uses production dependencies.",
      {
        path: "^(app|components|db|lib)/|^server\\.ts$",
        pathNot: "\\.(test|spec)\\.tsx?$|^db/testing\\.ts$|^lib/boot/build\\.ts$",
      },
      { dependencyTypes: ["npm-dev"], pathNot: "node_modules/@types/" },
    ),
    forbid("no-unresolvable", "Every import resolves.", {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|dist|node_modules|bench/better-auth|bench/lighthouse)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      mainFields: ["module", "main", "types"],
    },
  },
};
