import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "");
const FOLDERS = ["app", "bench", "bin", "components", "db", "lib", "testing"];

/** Thousands of rows or requests each: these run in `npm run test:full`. */
const LONG = /^bench\/full\//;

const testFiles = FOLDERS.flatMap((folder) =>
  readdirSync(`${root}/${folder}`, { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
)
  .filter((file) => /[.]test[.]tsx?$/.test(file) && !file.includes("node_modules/"))
  .filter((file) => process.env.FULL_TESTS === "1" || !LONG.test(file));
const integration = await importersOf(["db/client/client.ts", "testing/database.ts"]);
const unit = testFiles.filter((file) => !integration.includes(file));

export default defineConfig({
  test: {
    // Measured on two cores: 173 s with three, 186 s with two.
    maxWorkers: 3,
    // Real servers and argon2 on small machines: the limits catch hangs and do not punish slowness.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      // Tests that import no database share their processes and modules.
      project("unit", unit, {
        isolate: false,
        globalSetup: ["testing/bundle-setup.ts"],
        setupFiles: ["testing/vitest-settings.ts"],
      }),
      project("integration", integration, {
        globalSetup: ["testing/bundle-setup.ts", "testing/global-setup.ts"],
        setupFiles: ["testing/vitest-settings.ts", "testing/vitest-setup.ts"],
      }),
    ],
  },
});

function project(name: string, include: string[], options: object) {
  return {
    extends: true as const,
    resolve: { alias: { "@": root } },
    test: { name, include, ...options },
  };
}

/** The test files that import one of the modules, directly or through others. Type-only imports do not count. */
async function importersOf(modules: string[]): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: testFiles,
    outdir: "dist/tests",
    bundle: true,
    write: false,
    metafile: true,
    packages: "external",
    platform: "node",
    format: "esm",
    logLevel: "error",
  });
  return Object.values(metafile.outputs).flatMap(({ entryPoint, inputs }) =>
    entryPoint && modules.some((module) => module in inputs) ? [entryPoint] : [],
  );
}
