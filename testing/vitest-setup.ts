import { afterAll, beforeAll } from "vitest";
import { closeDatabase, openDatabase } from "@/db/client/client";
import { createTestDatabase } from "./database";

// Vitest runs this before every test file that uses the database: each file gets a database of its own.
let drop: () => Promise<void>;

beforeAll(async () => {
  const clone = await createTestDatabase(process.cwd());
  drop = clone.drop;
  openDatabase(clone.connection, () => {});
});

afterAll(async () => {
  await closeDatabase();
  await drop();
});
