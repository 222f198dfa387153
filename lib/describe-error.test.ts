import { expect, test } from "vitest";
import { pool, reader } from "@/db/client";
import { insertOneTimeLink } from "@/db/queries/one-time-links";
import { describeError } from "./describe-error";

test("a failed statement is told without its values, and without the connection", async () => {
  const link = { tokenHash: Buffer.from("hush\n    hush"), purpose: "sign-in" as const, minutes: 1 };
  const error: unknown = await insertOneTimeLink(reader(), { ...link, userId: "user_hush\nhush" }).catch(
    (error) => error,
  );
  const described = describeError(error);
  expect(described).toMatchObject({
    message: expect.stringContaining("foreign key"),
    code: "23503",
    context: expect.stringContaining("insert into"),
    stack: expect.stringContaining(" at "),
  });
  expect(JSON.stringify(described)).not.toMatch(/hush|params|secretKey/);
});

test("a value that PostgreSQL quotes in its message is not logged", async () => {
  const error: unknown = await pool()
    .query("select $1::text::integer", ["hush"])
    .catch((error) => error);
  const wrapped = new Error("Failed query", { cause: error });
  for (const described of [describeError(error), describeError(wrapped)]) {
    expect(described).toMatchObject({
      message: 'invalid input syntax for type integer: "…"',
      code: "22P02",
    });
    expect(JSON.stringify(described)).not.toContain("hush");
  }
});

test("of a host with several addresses, the failure of the first is the cause", () => {
  const refused = Object.assign(new Error("connect ECONNREFUSED ::1:5432"), { code: "ECONNREFUSED" });
  expect(describeError(new AggregateError([refused], ""))).toMatchObject({
    message: "connect ECONNREFUSED ::1:5432",
    code: "ECONNREFUSED",
  });
});

test("what is no error is told too", () => {
  expect(describeError("odd")).toEqual({ type: "string", message: "odd" });
});
