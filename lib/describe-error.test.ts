import { expect, test } from "vitest";
import { reader } from "@/db/client";
import { insertOneTimeLink } from "@/db/queries/one-time-links";
import { describeError } from "./describe-error";

test("a failed statement is told without its values, and without the connection", async () => {
  const link = { tokenHash: Buffer.from("hush\n    hush"), purpose: "sign-in" as const, minutes: 1 };
  const error: unknown = await insertOneTimeLink(reader(), { ...link, userId: "user_hush\nhush" }).catch(
    (error) => error,
  );
  const described = describeError(error);
  expect(described).toMatchObject({
    message: expect.stringContaining("insert into"),
    stack: expect.stringContaining(" at "),
    cause: { code: "23503" },
  });
  expect(JSON.stringify(described)).not.toMatch(/hush|params|secretKey/);
});

test("what is no error is told too", () => {
  expect(describeError("odd")).toEqual({ type: "string", message: "odd" });
});
