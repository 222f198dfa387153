import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { DAY_SECONDS } from "@/lib/core/durations";
import { settings } from "@/lib/core/env";

// A browser that has signed in once becomes a known device, also after sign-out and on other networks. It has its own sign-in
// attempts, which a distributed guessing attack can't use up. The cookie grants no access.

const secure = () => settings().PUBLIC_URL.startsWith("https:");
const cookieName = () => `${secure() ? "__Host-" : ""}studio_device`;

/** The cookie's value: a device ID and an HMAC that binds it to the user. */
const deviceToken = (userId: string, device: string): string =>
  `${device}.${createHmac("sha256", settings().AUTH_SECRET ?? "")
    .update(`known device|${userId}|${device}`)
    .digest("base64url")}`;

/** The cookie that marks a browser as a known device of the user. `maxAge` is in seconds. */
export function deviceCookie(userId: string) {
  return {
    name: cookieName(),
    value: deviceToken(userId, randomBytes(16).toString("base64url")),
    httpOnly: true,
    secure: secure(),
    sameSite: "lax",
    path: "/",
    maxAge: 365 * DAY_SECONDS,
  } as const;
}

/** The device ID from the request headers if the user has signed in with that browser before; otherwise null. */
export function knownDevice(headers: Headers, userId: string): string | null {
  const cookie = headers
    .get("cookie")
    ?.split("; ")
    .find((pair) => pair.startsWith(`${cookieName()}=`));
  const value = cookie?.slice(cookieName().length + 1) ?? "";
  const [device = ""] = value.split(".");
  const [actual, expected] = [Buffer.from(value), Buffer.from(deviceToken(userId, device))];
  return actual.length === expected.length && timingSafeEqual(actual, expected) ? device : null;
}
