import { betterAuth } from "better-auth";
import { nextCookies } from "better-auth/next-js";
import { authAdapter } from "@/db/client/auth-adapter";
import { settings } from "@/lib/core/env";
import { type IdKind, newId } from "@/lib/core/ids";
import { log } from "@/lib/core/log";
import { PASSWORD_LENGTH } from "./contract";
import { hashPassword, verifyPassword } from "./passwords";
import { signInPlugin } from "./sign-in-plugin";

const ID_KINDS: Record<string, IdKind> = {
  user: "user",
  session: "session",
  account: "account",
  verification: "verification",
};

const DAY_SECONDS = 24 * 60 * 60;

function makeAuth() {
  const { PUBLIC_URL, AUTH_SECRET } = settings();
  const secure = PUBLIC_URL.startsWith("https:");
  return betterAuth({
    appName: "Agent Studio",
    baseURL: PUBLIC_URL,
    secret: AUTH_SECRET,
    database: authAdapter(),
    telemetry: { enabled: false },
    logger: {
      log: (level, message) => log()[level === "error" ? "error" : "debug"]({ part: "better-auth" }, message),
    },
    emailAndPassword: {
      enabled: true,
      // People come in by setup link, invitation or an operator's hand.
      disableSignUp: true,
      // What the forms take and no less: a password that could be set but not used would lock its owner out.
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
      password: { hash: hashPassword, verify: ({ hash, password }) => verifyPassword(hash, password) },
    },
    // No cookie cache: ending a session in the database ends it at the next request. It is never prolonged; that it
    // ends earlier when nobody uses it is keepSession's.
    session: { expiresIn: 30 * DAY_SECONDS, disableSessionRefresh: true, cookieCache: { enabled: false } },
    advanced: {
      database: { generateId: ({ model }) => newId(ID_KINDS[model] ?? "verification") },
      // As networkOf tells it, so that the two compare.
      ipAddress: { ipAddressHeaders: [CLIENT_IP_HEADER], ipv6Subnet: 64 },
      useSecureCookies: false,
      cookies: {
        session_token: {
          // __Host- binds the cookie to this host, but browsers take it over TLS only.
          name: secure ? "__Host-studio_session" : "studio_session",
          attributes: { secure, httpOnly: true, sameSite: "lax", path: "/" },
        },
      },
    },
    plugins: [signInPlugin(), signInCookies()],
  });
}

/**
 * Gives Next the cookies of who signs in and out. Not of a look at a session: where it has ended, better-auth takes its
 * cookie away, and an action that touches a cookie has Next draw the page anew, which then leads to sign-in, with all that
 * was typed.
 */
function signInCookies() {
  const { hooks, ...plugin } = nextCookies();
  const after = hooks.after.map((hook) => ({
    ...hook,
    matcher: ({ path }: Parameters<typeof hook.matcher>[0]) => path !== "/get-session",
  }));
  return { ...plugin, hooks: { ...hooks, after } };
}

/** Set by server.ts on every request before anything else reads it; whatever a client sends under the name is overwritten. */
export const CLIENT_IP_HEADER = "x-studio-client-address";

let instance: ReturnType<typeof makeAuth> | undefined;

/** better-auth, for people: passwords, sessions, sign-in and sign-out. Its HTTP handler is mounted nowhere. */
export function auth(): ReturnType<typeof makeAuth> {
  instance ??= makeAuth();
  return instance;
}
