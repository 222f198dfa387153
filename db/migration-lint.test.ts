import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findUnsafeSteps } from "./migration-lint";

/** The last migration of the first release: up to it, there was no previous version. */
const FIRST_RELEASE = "0007_people.sql";

const MIGRATIONS = readdirSync("db/migrations").filter((file) => file.endsWith(".sql"));

test("every migration since the first release is safe for the previous version, or states why", () => {
  expect(MIGRATIONS).toContain(FIRST_RELEASE);
  for (const file of MIGRATIONS.filter((name) => name > FIRST_RELEASE)) {
    expect(findUnsafeSteps(readFileSync(`db/migrations/${file}`, "utf8")), file).toEqual([]);
  }
});

test.each([
  ['DROP TABLE "agents"', "still uses"],
  ['ALTER TABLE "agents" DROP COLUMN "slug"', "still uses"],
  ['DROP INDEX "api_keys_name"', "rely on it"],
  ['ALTER TABLE "agents" RENAME TO "bots"', "old name"],
  ['ALTER TABLE "agents" RENAME COLUMN "slug" TO "short"', "old name"],
  ['ALTER TABLE "agents" ALTER COLUMN "deleted_at" SET NOT NULL', "may write null"],
  ['ALTER TABLE "agents" ADD COLUMN "tone" text NOT NULL', "without the column"],
  [
    'ALTER TABLE "agents" ADD COLUMN "a" text NOT NULL,\n ADD COLUMN "b" text DEFAULT \'\' NOT NULL',
    "without the column",
  ],
  ['ALTER TABLE "agents" ALTER COLUMN "slug" SET DATA TYPE varchar(10)', "rewrites the table"],
  ["alter table agents alter column slug type varchar(10)", "rewrites the table"],
  ['CREATE INDEX "x" ON "conversations" USING btree ("channel")', "wait until the index"],
  ['CREATE UNIQUE INDEX "x" ON "conversations" ("channel")', "wait until the index"],
  ['ALTER TABLE "agents" ADD CONSTRAINT "x" CHECK (name <> \'\')', "every row is checked"],
])("%s is not safe", (statement, why) => {
  expect(findUnsafeSteps(`SELECT 1;--> statement-breakpoint\n${statement};`)).toEqual([
    expect.stringContaining(why),
  ]);
  expect(findUnsafeSteps(`-- safe: no version uses this table\n${statement};`)).toEqual([]);
  expect(findUnsafeSteps(`-- safe: trust me\n${statement};`), "no reason").not.toEqual([]);
});

test.each([
  ['ALTER TABLE "agents" ADD COLUMN "tone" text'],
  ['ALTER TABLE "agents" ADD COLUMN "tone" text DEFAULT \'calm\' NOT NULL'],
  ['ALTER TABLE "agents" ADD CONSTRAINT "x" CHECK (name <> \'\') NOT VALID'],
  [
    'CREATE TABLE "x" ("id" text NOT NULL);--> statement-breakpoint\nCREATE INDEX "x_id" ON "x" USING btree ("id")',
  ],
  [
    'CREATE TABLE "x" ("id" text);\nALTER TABLE "x" ADD CONSTRAINT "x_a" FOREIGN KEY ("id") REFERENCES "agents"("id")',
  ],
  ["-- a comment about what a later release may DROP TABLE\nSELECT 1"],
])("%s is safe", (statement) => {
  expect(findUnsafeSteps(`${statement};`)).toEqual([]);
});
