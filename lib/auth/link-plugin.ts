import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";

/**
 * Signs a person in who proved themselves another way: by a one-time link. Only callable from the server
 * (`SERVER_ONLY`), after redeem-link.ts has used the link up.
 */
export const linkSignIn = () =>
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
    },
  }) satisfies BetterAuthPlugin;
