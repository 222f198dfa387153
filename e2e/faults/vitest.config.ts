import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

// The long ones: whole servers that are killed, frozen and flooded. One at a time, for each takes the whole machine.
export default defineConfig({
  root,
  resolve: { alias: { "@": root } },
  test: {
    include: ["e2e/faults/**/*.fault.test.ts"],
    globalSetup: ["testing/global-setup.ts"],
    setupFiles: ["testing/vitest-setup.ts"],
    fileParallelism: false,
    testTimeout: 15 * 60_000,
    // The first to start an instance builds the pages.
    hookTimeout: 10 * 60_000,
  },
});
