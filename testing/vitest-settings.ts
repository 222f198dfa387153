import { beforeAll } from "vitest";
import { provideSettings, readSettings } from "@/lib/core/env";
import { TEST_AUTH_SECRET, UNLIMITED_RATES } from "./test-settings";

// Vitest runs this before every test file: settings that every test starts with.
beforeAll(() => {
  provideSettings({
    ...readSettings({
      LOG_LEVEL: "silent",
      ...UNLIMITED_RATES,
    }),
    AUTH_SECRET: TEST_AUTH_SECRET,
  });
});
