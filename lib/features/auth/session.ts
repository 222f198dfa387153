import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { db } from "@/db/client/client";
import { isUnstorableText } from "@/db/client/errors";
import { hasPassword } from "@/db/queries/passwords";
import { touchSession } from "@/db/queries/sessions";
import { selectMembership, selectWorkspacesForUser } from "@/db/queries/workspaces";
import { CLIENT_IP_HEADER } from "@/lib/core/client-ip-header";
import { AppError } from "@/lib/core/errors";
import { sortByName } from "@/lib/core/name-order";
import { parseTimeZone } from "@/lib/core/time";
import type { MemberActor, UserActor } from "@/lib/features/actor";
import { auth } from "./auth";
import { REQUESTED_PATH_HEADER } from "./requested-path";
import { safeRedirect } from "./safe-redirect";

/** The signed-in user, or null. Read once per request, and never cached longer. */
export const currentUser = cache(async (): Promise<UserActor | null> => {
  const sent = new Headers(await headers());
  // Includes cookies that the current action has set: the page in its response is rendered for the new session.
  sent.set("cookie", (await cookies()).toString());
  const found = await auth().api.getSession({ headers: sent });
  if (!found) return null;
  const { session, user } = found;
  // `updatedAt` is accurate to a minute, so that most requests need no write.
  const fresh = Date.now() - session.updatedAt.getTime() < 60_000;
  if (!fresh && !(await touchSession(db(), session.id))) return null;
  return {
    kind: "user",
    userId: user.id,
    name: user.name,
    email: user.email,
    sessionId: session.id,
    ipAddress: await clientIp(),
  };
});

/**
 * The signed-in user, for server actions and GET handlers on their own account.
 * @throws AppError NOT_SIGNED_IN
 */
export async function requireUser(): Promise<UserActor> {
  const user = await currentUser();
  if (!user) throw new AppError("NOT_SIGNED_IN");
  return user;
}

/** False for a user without a password, who needs a new sign-in link after signing out. */
export const currentUserHasPassword = cache(async (): Promise<boolean> => {
  const user = await currentUser();
  return user !== null && hasPassword(db(), user.userId);
});

/** The workspaces of the signed-in user, by name. */
export const currentWorkspaces = cache(async () => {
  const user = await currentUser();
  const workspaces = user ? await selectWorkspacesForUser(db(), user.userId) : [];
  return sortByName(workspaces);
});

/** The browser's time zone, from the cookie of its last visit. */
export const currentTimeZone = async (): Promise<string> => parseTimeZone((await cookies()).get("tz")?.value);

/** The client's IP address, as server.ts determined it. */
export const clientIp = async (): Promise<string | null> => (await headers()).get(CLIENT_IP_HEADER);

const SLUG_PATTERN = /^[a-z0-9-]{1,100}$/;

/**
 * The signed-in user as a member of the workspace, for server actions and GET handlers.
 * @throws AppError NOT_SIGNED_IN, or NOT_FOUND for a non-member, who must not learn whether the workspace exists
 */
export const currentMember = cache(async (workspaceSlug: string): Promise<MemberActor> => {
  const user = await requireUser();
  // A client can call an action with any value.
  if (typeof workspaceSlug !== "string" || !SLUG_PATTERN.test(workspaceSlug)) throw new AppError("NOT_FOUND");
  const membership = await selectMembership(db(), user.userId, workspaceSlug);
  if (!membership) throw new AppError("NOT_FOUND");
  return {
    kind: "member",
    workspaceId: membership.workspace.id,
    userId: user.userId,
    name: user.name,
    email: user.email,
    role: membership.role,
    access: { api_keys: membership.apiKeysAccess, response_configuration: membership.configurationAccess },
    ipAddress: user.ipAddress,
  };
});

/** currentMember for pages: redirects a signed-out user to sign-in and back, and shows a non-member the 404 page. */
export async function memberForPage(workspaceSlug: string): Promise<MemberActor> {
  try {
    return await currentMember(workspaceSlug);
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_SIGNED_IN") {
      const to = safeRedirect((await headers()).get(REQUESTED_PATH_HEADER) ?? `/${workspaceSlug}`);
      redirect(`/sign-in?${new URLSearchParams({ to })}`);
    }
    if (error instanceof AppError && error.code === "NOT_FOUND") notFound();
    throw error;
  }
}

/** Runs a page's read. NOT_FOUND shows the 404 page; other errors show the error page. */
export async function readForPage<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (isUnstorableText(error) || (error instanceof AppError && error.code === "NOT_FOUND")) notFound();
    throw error;
  }
}
