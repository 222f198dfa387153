import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";

/**
 * Endpoints that only the server can call (`SERVER_ONLY`). `signInByPassword` is better-auth's `signInEmail` without its check
 * of the email address, which refuses internationalized ones. `signInByLink` signs in a user whose one-time link was redeemed.
 * `setSessionToken` sends the browser the token that change-password.ts has stored for its session.
 */
export const signInPlugin = () =>
  ({
    id: "link-sign-in",
    endpoints: {
      signInByPassword: createAuthEndpoint(
        "/sign-in/by-password",
        {
          method: "POST",
          body: z.object({ email: z.string(), password: z.string() }),
          metadata: { SERVER_ONLY: true },
        },
        async (ctx) => {
          const { internalAdapter, password } = ctx.context;
          const { email, password: typed } = ctx.body;
          const found = await internalAdapter.findUserByEmail(email, { includeAccounts: true });
          const hash = found?.accounts.find(({ providerId }) => providerId === "credential")?.password;
          // Hashing for an unknown user takes as long as verifying.
          const correct = hash
            ? await password.verify({ hash, password: typed })
            : await password.hash(typed);
          if (!found || !hash || !correct) throw new APIError("UNAUTHORIZED");
          const session = await internalAdapter.createSession(found.user.id);
          await setSessionCookie(ctx, { session, user: found.user });
          return ctx.json({ user: found.user, token: session.token });
        },
      ),
      signInByLink: createAuthEndpoint(
        "/sign-in/by-link",
        { method: "POST", body: z.object({ userId: z.string() }), metadata: { SERVER_ONLY: true } },
        async (ctx) => {
          const user = await ctx.context.internalAdapter.findUserById(ctx.body.userId);
          if (!user) throw new APIError("NOT_FOUND");
          const session = await ctx.context.internalAdapter.createSession(user.id);
          await setSessionCookie(ctx, { session, user });
          return ctx.json({ userId: user.id });
        },
      ),
      setSessionToken: createAuthEndpoint(
        "/set-session-token",
        { method: "POST", body: z.object({ token: z.string() }), metadata: { SERVER_ONLY: true } },
        async (ctx) => {
          const found = await ctx.context.internalAdapter.findSession(ctx.body.token);
          if (!found) throw new APIError("NOT_FOUND");
          await setSessionCookie(ctx, found);
          return ctx.json({});
        },
      ),
    },
  }) satisfies BetterAuthPlugin;
