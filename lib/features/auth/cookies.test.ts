import { expect, test } from "vitest";
import { provideSettings, settings } from "@/lib/core/env";
import { makeMember, makeWorkspace } from "@/testing/fixtures";
import { auth } from "./auth";
import { deviceCookie } from "./known-device";

const BOUND = { httpOnly: true, secure: true, sameSite: "lax", path: "/" };

test("with https, cookies are bound to the host and to TLS", async () => {
  provideSettings({ ...settings(), PUBLIC_URL: "https://keys.example.com" });
  const { userId } = await makeMember(await makeWorkspace());
  const { headers } = await auth().api.signInByLink({ body: { userId }, returnHeaders: true });
  const [cookie = "", ...others] = headers.getSetCookie();
  expect(others).toEqual([]);
  const [pair = "", ...attributes] = cookie.split("; ");
  expect(pair).toMatch(/^__Host-studio_session=[A-Za-z0-9]{32}\./);
  expect(deviceCookie(userId)).toMatchObject({ name: "__Host-studio_device", ...BOUND });
  expect(attributes.toSorted()).toEqual(["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Lax", "Secure"]);
});
