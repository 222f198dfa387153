import { expect, test } from "../support/fixtures";

test("image optimization is disabled", async ({ request }) => {
  const resized = await request.get("/_next/image?url=%2Ffavicon.svg&w=64&q=75");
  expect(resized.status()).toBe(404);
  expect((await request.get("/favicon.svg")).status()).toBe(200);
});
