import { expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { respondWithJson } from "./json-response";

const readResponse = async (answer: Response) => [
  answer.status,
  answer.headers.get("retry-after"),
  answer.headers.get("cache-control"),
  await answer.json(),
];

test("a read is told as it went, and when to come again where the database is away", async () => {
  expect(await readResponse(await respondWithJson(async () => [1]))).toEqual([200, null, "no-store", [1]]);
  const missing = respondWithJson(async () => {
    throw new AppError("NOT_FOUND");
  });
  expect(await readResponse(await missing)).toEqual([
    404,
    null,
    "no-store",
    expect.objectContaining({ code: "NOT_FOUND" }),
  ]);
  const away = respondWithJson(async () => {
    throw Object.assign(new Error("terminating connection"), { code: "57P01" });
  });
  expect(await readResponse(await away)).toEqual([
    503,
    "1",
    "no-store",
    expect.objectContaining({ code: "UNAVAILABLE" }),
  ]);
});
