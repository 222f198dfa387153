import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

// Whole servers are killed, frozen and flooded. One test file at a time, because each takes the whole machine.
export default defineConfig({
  root,
  resolve: { alias: { "@": root } },
  test: {
    include: ["e2e/faults/**/*.fault.test.ts"],
    globalSetup: ["testing/global-setup.ts"],
    setupFiles: ["testing/vitest-settings.ts", "testing/vitest-setup.ts"],
    fileParallelism: false,
    testTimeout: 15 * 60_000,
    // The first test that starts an instance builds the pages.
    hookTimeout: 10 * 60_000,
  },
});
