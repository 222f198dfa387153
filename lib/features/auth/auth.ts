import { betterAuth } from "better-auth";
import { nextCookies } from "better-auth/next-js";
import { authAdapter } from "@/db/client/auth-adapter";
import { CLIENT_IP_HEADER } from "@/lib/core/client-ip-header";
import { DAY_SECONDS } from "@/lib/core/durations";
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
      // Accounts are created by setup link, by invitation, or by an operator on the command line.
      disableSignUp: true,
      // The limits of the forms: a password that can be set but not entered would lock the user out. Better Auth counts UTF-16
      // code units, of which a code point has up to two.
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: 2 * PASSWORD_LENGTH.max,
      password: { hash: hashPassword, verify: ({ hash, password }) => verifyPassword(hash, password) },
    },
    // No cookie cache: deleting a session in the database ends it at the next request. No refresh: a session lasts 30 days
    // at most. touchSession enforces the idle timeout.
    session: { expiresIn: 30 * DAY_SECONDS, disableSessionRefresh: true, cookieCache: { enabled: false } },
    advanced: {
      database: { generateId: ({ model }) => newId(ID_KINDS[model] ?? "verification") },
      // The same IPv6 prefix as ipPrefix(), so that the two compare.
      ipAddress: { ipAddressHeaders: [CLIENT_IP_HEADER], ipv6Subnet: 64 },
      useSecureCookies: false,
      cookies: {
        session_token: {
          // The __Host- prefix binds the cookie to this host. Browsers accept it over TLS only.
          name: secure ? "__Host-studio_session" : "studio_session",
          attributes: { secure, httpOnly: true, sameSite: "lax", path: "/" },
        },
      },
    },
    plugins: [signInPlugin(), signInCookies()],
  });
}

/**
 * better-auth's Next plugin, except for `/get-session`. When a session has ended, better-auth deletes its cookie, and Next
 * rerenders the page after any action that touches a cookie. That would redirect to sign-in and lose what the user typed.
 */
function signInCookies() {
  const { hooks, ...plugin } = nextCookies();
  const after = hooks.after.map((hook) => ({
    ...hook,
    matcher: ({ path }: Parameters<typeof hook.matcher>[0]) => path !== "/get-session",
  }));
  return { ...plugin, hooks: { ...hooks, after } };
}

let instance: ReturnType<typeof makeAuth> | undefined;

/** better-auth: passwords, sessions, sign-in and sign-out of users. Its HTTP handler is not mounted. */
export function auth(): ReturnType<typeof makeAuth> {
  instance ??= makeAuth();
  return instance;
}
