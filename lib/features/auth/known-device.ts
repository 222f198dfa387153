import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { settings } from "@/lib/core/env";

// A browser that signed in once is known afterwards, signed out and in another place too: it has tries of its own, which
// no crowd can use up. What it keeps opens nothing.

const DAY_SECONDS = 24 * 60 * 60;

const secure = () => settings().PUBLIC_URL.startsWith("https:");
const cookieName = () => `${secure() ? "__Host-" : ""}studio_device`;

/** What the browser keeps: its name, and our word that the person signed in with it. */
const deviceToken = (userId: string, device: string): string =>
  `${device}.${createHmac("sha256", settings().AUTH_SECRET ?? "")
    .update(`known device|${userId}|${device}`)
    .digest("base64url")}`;

/** The cookie by which a browser is known as one that the person signed in with; `maxAge` is in seconds. */
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

/** The name of the browser that sent the headers, where the person signed in with it before; else null. */
export function knownDevice(headers: Headers, userId: string): string | null {
  const pair = headers
    .get("cookie")
    ?.split("; ")
    .find((one) => one.startsWith(`${cookieName()}=`));
  const value = pair?.slice(cookieName().length + 1) ?? "";
  const [device = ""] = value.split(".");
  const [sent, right] = [Buffer.from(value), Buffer.from(deviceToken(userId, device))];
  return sent.length === right.length && timingSafeEqual(sent, right) ? device : null;
}
