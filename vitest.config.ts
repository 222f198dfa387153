import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") } },
  test: {
    include: ["{app,bench,bin,components,db,lib,testing}/**/*.test.{ts,tsx}"],
    globalSetup: ["testing/global-setup.ts"],
    setupFiles: ["testing/vitest-setup.ts"],
    // Real servers and argon2 on small machines: a hang is caught, slowness is not punished.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
