import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";

/**
 * Signs a person in who proved themselves another way: by a one-time link; and hands a browser the new token of the session
 * that it has. Only callable from the server (`SERVER_ONLY`), after redeem-link.ts has used the link up, and
 * change-password.ts has put the token in the place of the old one.
 */
export const signInPlugin = () =>
  ({
    id: "link-sign-in",
    endpoints: {
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
        "/give-token",
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
