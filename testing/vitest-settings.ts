import { beforeAll } from "vitest";
import { provideSettings, readSettings } from "@/lib/core/env";

// Vitest runs this before every test file: settings that every test starts with.
beforeAll(() => {
  provideSettings({
    ...readSettings({
      LOG_LEVEL: "silent",
      RATE_LIMIT_PER_KEY: "100000",
      RATE_LIMIT_PER_ADDRESS: "100000",
      RATE_LIMIT_PER_TOKEN: "100000",
      RATE_LIMIT_IMPORT: "100000",
    }),
    AUTH_SECRET: "a secret that only tests use, 32 characters",
  });
});
