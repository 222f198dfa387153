import { expect, test } from "vitest";
import { errorEnvelope } from "@/lib/api/http/envelope";
import { AppError } from "@/lib/core/errors";
import { requireSameDatabase, requireServer } from "./check-server";

const URL = "http://studio.test";
const responding = (status: number, body: unknown) => async () =>
  new Response(typeof body === "string" ? body : JSON.stringify(body), { status });
const stopping = errorEnvelope(new AppError("UNAVAILABLE", "This instance is shutting down."), "id-1");

test.each<[string, typeof fetch, string]>([
  ["no server", () => Promise.reject(new TypeError("fetch failed")), "No server responds at"],
  ["our server before it is ready", responding(503, stopping), "is not ready. Try again in a moment."],
  ["another server's 503", responding(503, "Service Unavailable"), "is not Agent Studio."],
  ["another server's page", responding(200, "<html></html>"), "is not Agent Studio."],
])("rejects %s", async (_, fetcher, message) => {
  await expect(requireServer(URL, fetcher)).rejects.toMatchObject({
    code: "UNAVAILABLE",
    message: expect.stringContaining(message),
  });
});

test("accepts our server when it is ready", async () => {
  await requireServer(URL, responding(200, { status: "ready" }));
});

test("rejects a server that does not know the key, because it uses another database", async () => {
  await requireSameDatabase(URL, "ask_x", responding(200, {}));
  await expect(requireSameDatabase(URL, "ask_x", responding(401, {}))).rejects.toMatchObject({
    message: expect.stringContaining("uses another database"),
  });
});
