import { readFileSync } from "node:fs";

/** One package of package-lock.json. */
export interface LockedPackage {
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

/** All that package-lock.json names, on whatever platform it is installed. */
export function lockedPackages(): LockedPackage[] {
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
    packages: Record<string, LockedPackage>;
  };
  return Object.entries(lock.packages).map(([place, entry]) => ({
    ...entry,
    place,
    name: place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length),
  }));
}

/** docs/licenses.md as it should be: what runs in production, by licence. */
export function renderLicensesPage(): string {
  const byLicence = new Map<string, Set<string>>();
  for (const { installPath, name, version, license = "none told", dev } of lockedPackages()) {
    if (dev || installPath === "") continue;
    byLicence.set(license, (byLicence.get(license) ?? new Set()).add(`${name} ${version}`));
  }
  const sections = [...byLicence]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([licence, packages]) => `## ${licence}\n\n${[...packages].sort().join(", ")}\n`);
  return `# Licences of the packages that run in production\n\nMade from package-lock.json by \`npx vitest run testing/supply-chain.test.ts -u\`; a test says when it is old.\n\n${sections.join("\n")}`;
}
