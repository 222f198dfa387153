import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { jsonAnswer } from "./json-answer";

const answered = async (answer: Response) => [
  answer.status,
  answer.headers.get("retry-after"),
  answer.headers.get("cache-control"),
  await answer.json(),
];

test("a read is told as it went, and when to come again where the database is away", async () => {
  expect(await answered(await jsonAnswer(async () => [1]))).toEqual([200, null, "no-store", [1]]);
  const missing = jsonAnswer(async () => {
    throw new AppError("NOT_FOUND");
  });
  expect(await answered(await missing)).toEqual([
    404,
    null,
    "no-store",
    expect.objectContaining({ code: "NOT_FOUND" }),
  ]);
  const away = jsonAnswer(async () => {
    throw Object.assign(new Error("terminating connection"), { code: "57P01" });
  });
  expect(await answered(await away)).toEqual([
    503,
    "1",
    "no-store",
    expect.objectContaining({ code: "UNAVAILABLE" }),
  ]);
});
