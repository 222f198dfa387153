import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { lockedPackages, renderLicensesPage } from "./licenses";

const packages = lockedPackages();
const installed = packages.filter(({ installPath }) => installPath !== "");

/** Licenses of production dependencies. The exceptions below are weak copyleft packages that we use without modification. */
const ALLOWED_LICENSES = [
  "MIT",
  "MIT-0",
  "ISC",
  "0BSD",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "CC0-1.0",
];
const LICENSE_EXCEPTIONS: Record<string, RegExp> = {
  "CC-BY-4.0": /^caniuse-lite$/,
  "MPL-2.0": /^(lightningcss(-.*)?|axe-core)$/,
  "LGPL-3.0-or-later": /^@img\/sharp-/,
};

test("the lockfile pins every package of every platform by hash from the public registry", () => {
  expect(installed.length).toBeGreaterThan(400);
  const installPaths = new Set(packages.map(({ installPath }) => installPath));
  for (const { installPath, optionalDependencies, integrity, resolved } of packages) {
    if (installPath !== "") expect(integrity, installPath).toMatch(/^sha512-/);
    // npm replaces the public registry with the user's; a lockfile with any other registry would bypass that.
    expect(resolved ?? "https://registry.npmjs.org/", installPath).toMatch(
      /^https:\/\/registry\.npmjs\.org\//,
    );
    for (const name of Object.keys(optionalDependencies ?? {})) {
      const parents = installPath
        .split(/(?=\/node_modules\/)/)
        .map((_, at, parts) => parts.slice(0, at + 1).join(""));
      const candidates = [`node_modules/${name}`, ...parents.map((dir) => `${dir}/node_modules/${name}`)];
      expect(
        candidates.some((dir) => installPaths.has(dir)),
        `${name}, which ${installPath || "the project"} may need`,
      ).toBe(true);
    }
  }
});

test("packages built for one platform are available for the others", () => {
  for (const family of [
    "@next/swc-",
    "lightningcss-",
    "@tailwindcss/oxide-",
    "@node-rs/argon2-",
    "@biomejs/cli-",
  ]) {
    const names = installed.filter(({ name }) => name.startsWith(family)).map(({ name }) => name);
    for (const platform of [/darwin-arm64/, /darwin-x64/, /linux-arm64/, /linux-x64/]) {
      expect(
        names.some((name) => platform.test(name)),
        `${family} ${platform}`,
      ).toBe(true);
    }
  }
});

test("only the packages allowed in package.json run install scripts", () => {
  const { allowScripts } = JSON.parse(readFileSync("package.json", "utf8"));
  const scripted = new Set(
    installed.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name),
  );
  expect([...scripted].toSorted()).toEqual(Object.keys(allowScripts).toSorted());
});

test("install scripts of allowed packages only read and link files", () => {
  const { allowScripts } = JSON.parse(readFileSync("package.json", "utf8"));
  const allowed = Object.keys(allowScripts).filter((name) => allowScripts[name]);
  // Packages for other platforms are not installed here, but all have the same version and come from the same build.
  const present = allowed.map((name) => path.join("node_modules", name)).filter((dir) => existsSync(dir));
  expect(present.length).toBeGreaterThan(0);
  const versions = installed.filter(({ name }) => allowed.includes(name)).map(({ version }) => version);
  expect(new Set(versions).size).toBe(1);
  for (const dir of present) {
    const { scripts } = JSON.parse(readFileSync(path.join(dir, "package.json"), "utf8"));
    const commands = ["preinstall", "install", "postinstall"].map((name) => scripts[name]).filter(Boolean);
    expect(commands.length, dir).toBeGreaterThan(0);
    // npm compiles a binding.gyp even without an install script.
    expect(existsSync(path.join(dir, "binding.gyp")), dir).toBe(false);
    for (const command of commands) {
      const [, file = ""] = /^node ([\w./-]+)$/.exec(command) ?? [];
      const source = readFileSync(path.join(dir, file), "utf8");
      const modules = [...source.matchAll(/\bfrom\s*["']([^"']+)|\bimport\s*["']([^"']+)/g)].map(
        ([, from, alone]) => from ?? alone,
      );
      expect(modules.toSorted(), file).toEqual(["fs/promises", "path"]);
      // No other way to load modules, to evaluate code, to start processes or to access the network.
      expect(source, file).not.toMatch(
        /\bimport\s*\(|\b(require|createRequire|getBuiltinModule|binding|eval|Function|globalThis|fetch|WebSocket|EventSource|https?|socket|net|dns|exec\w*|spawn\w*|fork)\b/,
      );
    }
  }
});

/** @param license an SPDX expression */
function isAllowed(name: string, license: string): boolean {
  const parts = license.replace(/[()]/g, "").split(/ AND /);
  return parts.every((part) =>
    part.split(" OR ").some((id) => ALLOWED_LICENSES.includes(id) || LICENSE_EXCEPTIONS[id]?.test(name)),
  );
}

test("production packages have allowed licenses, and docs/licenses.md lists them", async () => {
  for (const { name, license = "", dev } of installed) {
    if (!dev) expect(isAllowed(name, license), `${name}: ${license || "no license declared"}`).toBe(true);
  }
  await expect(renderLicensesPage()).toMatchFileSnapshot("../docs/licenses.md");
});

test.each([
  ["chart", "GPL-3.0-only", false],
  ["chart", "MIT AND GPL-3.0-only", false],
  ["chart", "", false],
  ["chart", "MPL-2.0", false],
  ["axe-core", "MPL-2.0", true],
  ["chart", "(MIT OR GPL-3.0-only)", true],
])("the license of %s, %s, is allowed: %s", (name, license, allowed) => {
  expect(isAllowed(name, license)).toBe(allowed);
});
