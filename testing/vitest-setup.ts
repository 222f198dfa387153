import { afterAll, beforeAll } from "vitest";
import { closeDatabase, openDatabase } from "@/db/client/client";
import { provideSettings, readSettings } from "@/lib/core/env";
import { createTestDatabase } from "./database";

// Vitest runs this before every test file: provides settings and a separate database.
let drop: () => Promise<void>;

beforeAll(async () => {
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
  const clone = await createTestDatabase(process.cwd());
  drop = clone.drop;
  openDatabase(clone.connection, () => {});
});

afterAll(async () => {
  await closeDatabase();
  await drop();
});
