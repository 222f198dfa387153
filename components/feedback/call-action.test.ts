import { UnrecognizedActionError } from "next/dist/client/components/unrecognized-action-error.js";
import { expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { callAction } from "./call-action";

test.each([
  [new TypeError("Failed to fetch"), "UNAVAILABLE", "no response"],
  [
    new UnrecognizedActionError("Server Action was not found"),
    "OTHER_VERSION",
    new AppError("OTHER_VERSION").message,
  ],
])("turns %s into %s", async (error, code, message) => {
  const result = await callAction(() => Promise.reject(error), "no response");
  expect(result).toEqual({ ok: false, error: { code, message, fields: {} } });
});
