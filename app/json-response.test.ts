import { expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { respondWithJson } from "./json-response";

const readResponse = async (response: Response) => [
  response.status,
  response.headers.get("retry-after"),
  response.headers.get("cache-control"),
  await response.json(),
];

test("responds with data or the error, and with Retry-After while the database is unavailable", async () => {
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
  const unavailable = respondWithJson(async () => {
    throw Object.assign(new Error("terminating connection"), { code: "57P01" });
  });
  expect(await readResponse(await unavailable)).toEqual([
    503,
    "1",
    "no-store",
    expect.objectContaining({ code: "UNAVAILABLE" }),
  ]);
});
