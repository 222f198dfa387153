import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { lockedPackages, renderLicensesPage } from "./licenses";

const packages = lockedPackages();
const installed = packages.filter(({ installPath }) => installPath !== "");

/** What may run beside our code. Of the weaker copylefts only what is used as it is, and named here. */
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
  const places = new Set(packages.map(({ installPath }) => installPath));
  for (const { installPath, optionalDependencies, integrity, resolved } of packages) {
    if (installPath !== "") expect(integrity, installPath).toMatch(/^sha512-/);
    // Where it comes from is the reader's registry; a lockfile that names another would go around it.
    expect(resolved ?? "https://registry.npmjs.org/", installPath).toMatch(
      /^https:\/\/registry\.npmjs\.org\//,
    );
    for (const name of Object.keys(optionalDependencies ?? {})) {
      const around = installPath
        .split(/(?=\/node_modules\/)/)
        .map((_, at, parts) => parts.slice(0, at + 1).join(""));
      const homes = [`node_modules/${name}`, ...around.map((home) => `${home}/node_modules/${name}`)];
      expect(
        homes.some((home) => places.has(home)),
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
    const made = installed.filter(({ name }) => name.startsWith(family)).map(({ name }) => name);
    for (const platform of [/darwin-arm64/, /darwin-x64/, /linux-arm64/, /linux-x64/]) {
      expect(
        made.some((name) => platform.test(name)),
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
  // Those of other platforms are not here; all are of one version, made by one build.
  const here = allowed.map((name) => path.join("node_modules", name)).filter((home) => existsSync(home));
  expect(here.length).toBeGreaterThan(0);
  const versions = installed.filter(({ name }) => allowed.includes(name)).map(({ version }) => version);
  expect(new Set(versions).size).toBe(1);
  for (const home of here) {
    const { scripts } = JSON.parse(readFileSync(path.join(home, "package.json"), "utf8"));
    const commands = ["preinstall", "install", "postinstall"].map((name) => scripts[name]).filter(Boolean);
    expect(commands.length, home).toBeGreaterThan(0);
    // What npm would compile without being told.
    expect(existsSync(path.join(home, "binding.gyp")), home).toBe(false);
    for (const command of commands) {
      const [, file = ""] = /^node ([\w./-]+)$/.exec(command) ?? [];
      const source = readFileSync(path.join(home, file), "utf8");
      const modules = [...source.matchAll(/\bfrom\s*["']([^"']+)|\bimport\s*["']([^"']+)/g)].map(
        ([, from, alone]) => from ?? alone,
      );
      expect(modules.toSorted(), file).toEqual(["fs/promises", "path"]);
      // No other way to a module, to code that is not there, or to the network.
      expect(source, file).not.toMatch(
        /\bimport\s*\(|\b(require|createRequire|getBuiltinModule|binding|eval|Function|globalThis|fetch|WebSocket|EventSource|https?|socket|net|dns|exec\w*|spawn\w*|fork)\b/,
      );
    }
  }
});

test("what runs in production has a licence that lets us, and docs/licenses.md lists it", async () => {
  for (const { name, license = "", dev } of installed) {
    if (dev) continue;
    const parts = license.replace(/[()]/g, "").split(/ AND /);
    const fine = parts.every((part) =>
      part.split(" OR ").some((one) => ALLOWED_LICENSES.includes(one) || LICENSE_EXCEPTIONS[one]?.test(name)),
    );
    expect(fine, `${name}: ${license || "no licence told"}`).toBe(true);
  }
  await expect(renderLicensesPage()).toMatchFileSnapshot("../docs/licenses.md");
});
