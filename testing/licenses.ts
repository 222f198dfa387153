import { readFileSync } from "node:fs";

/** One package of package-lock.json. */
interface LockedPackage {
  /** Where it is installed: "node_modules/a/node_modules/b"; empty for this project. */
  installPath: string;
  name: string;
  version: string;
  license?: string;
  integrity?: string;
  resolved?: string;
  dev?: boolean;
  hasInstallScript?: boolean;
  optionalDependencies?: Record<string, string>;
}

/** All packages in package-lock.json, including those for other platforms. */
export function lockedPackages(): LockedPackage[] {
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
    packages: Record<string, LockedPackage>;
  };
  return Object.entries(lock.packages).map(([installPath, entry]) => ({
    ...entry,
    installPath,
    name: installPath.slice(installPath.lastIndexOf("node_modules/") + "node_modules/".length),
  }));
}

const INTRODUCTION = `# Licenses of production packages

These are the packages that npm installs without development dependencies, for all platforms. The server does not load all of them:
some are only peer dependencies of others.

Generated from package-lock.json by \`npx vitest run testing/supply-chain.test.ts -u\`. A test fails when this page is out of date.
`;

/** Renders docs/licenses.md: the production packages, grouped by license. */
export function renderLicensesPage(): string {
  const byLicense = new Map<string, Set<string>>();
  for (const { installPath, name, version, license = "none stated", dev } of lockedPackages()) {
    if (dev || installPath === "") continue;
    byLicense.set(license, (byLicense.get(license) ?? new Set()).add(`${name} ${version}`));
  }
  const sections = [...byLicense]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([license, packages]) => `## ${license}\n\n${[...packages].sort().join(", ")}\n`);
  return `${INTRODUCTION}\n${sections.join("\n")}`;
}
