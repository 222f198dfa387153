import { expect, test } from "vitest";
import { db, pool } from "@/db/client/client";
import { insertOneTimeLink } from "@/db/queries/one-time-links";
import { serializeError } from "./serialize-error";

test("leaves out the values and the connection of a failed statement", async () => {
  const link = { tokenHash: Buffer.from("hush\n    hush"), purpose: "sign-in" as const, minutes: 1 };
  const error: unknown = await insertOneTimeLink(db(), { ...link, userId: "user_hush\nhush" }).catch(
    (error) => error,
  );
  const described = serializeError(error);
  expect(described).toMatchObject({
    message: expect.stringContaining("foreign key"),
    code: "23503",
    context: expect.stringContaining("insert into"),
    stack: expect.stringContaining(" at "),
  });
  expect(JSON.stringify(described)).not.toMatch(/hush|params|secretKey/);
});

test("redacts a value that PostgreSQL quotes in its message", async () => {
  const error: unknown = await pool()
    .query("select $1::text::integer", ["hush"])
    .catch((error) => error);
  const wrapped = new Error("Failed query", { cause: error });
  for (const described of [serializeError(error), serializeError(wrapped)]) {
    expect(described).toMatchObject({
      message: 'invalid input syntax for type integer: "…"',
      code: "22P02",
    });
    expect(JSON.stringify(described)).not.toContain("hush");
  }
});

test("reports the first failure of a host with several addresses as the cause", () => {
  const refused = Object.assign(new Error("connect ECONNREFUSED ::1:5432"), { code: "ECONNREFUSED" });
  expect(serializeError(new AggregateError([refused], ""))).toMatchObject({
    message: "connect ECONNREFUSED ::1:5432",
    code: "ECONNREFUSED",
  });
});

test("serializes a thrown value that is not an error", () => {
  expect(serializeError("odd")).toEqual({ type: "string", message: "odd" });
});
