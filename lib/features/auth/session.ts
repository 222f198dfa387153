import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { db } from "@/db/client/client";
import { isUnstorableText } from "@/db/client/errors";
import { hasPassword } from "@/db/queries/passwords";
import { touchSession } from "@/db/queries/sessions";
import { selectMembership, selectWorkspacesForUser } from "@/db/queries/workspaces";
import { AppError } from "@/lib/core/errors";
import { parseTimeZone } from "@/lib/core/time";
import type { MemberActor, UserActor } from "@/lib/features/actor";
import { auth, CLIENT_IP_HEADER } from "./auth";
import { REQUESTED_PATH_HEADER } from "./requested-path";
import { safeRedirect } from "./safe-redirect";

/** Who is signed in, or null. Looked up once a request: there is no cache of sessions beyond it. */
export const currentUser = cache(async (): Promise<UserActor | null> => {
  const sent = new Headers(await headers());
  // With what an action has just set: the page that comes with its answer is for the session as it is now.
  sent.set("cookie", (await cookies()).toString());
  const found = await auth().api.getSession({ headers: sent });
  if (!found) return null;
  const { session, user } = found;
  // When it was last used is known to the minute: most requests need not write.
  const noted = Date.now() - session.updatedAt.getTime() < 60_000;
  if (!noted && !(await touchSession(db(), session.id))) return null;
  return {
    kind: "person",
    userId: user.id,
    name: user.name,
    email: user.email,
    sessionId: session.id,
    ipAddress: await clientIp(),
  };
});

/**
 * Who is signed in, for server actions and GET handlers about their own things.
 * @throws AppError NOT_SIGNED_IN
 */
export async function requireUser(): Promise<UserActor> {
  const person = await currentUser();
  if (!person) throw new AppError("NOT_SIGNED_IN");
  return person;
}

/** @returns true when the signed-in user has a password; false for one who would need a new sign-in link after signing out */
export const currentUserHasPassword = cache(async (): Promise<boolean> => {
  const person = await currentUser();
  return person !== null && hasPassword(db(), person.userId);
});

/** The workspaces of whoever is signed in, by name. */
export const currentWorkspaces = cache(async () => {
  const person = await currentUser();
  return person ? selectWorkspacesForUser(db(), person.userId) : [];
});

/** The time zone of whoever asks, as their browser told on the last visit. */
export const currentTimeZone = async (): Promise<string> => parseTimeZone((await cookies()).get("tz")?.value);

/** The client's address, as server.ts found it. */
export const clientIp = async (): Promise<string | null> => (await headers()).get(CLIENT_IP_HEADER);

const SLUG_PATTERN = /^[a-z0-9-]{1,100}$/;

/**
 * The signed-in person as a member of the workspace, for server actions and GET handlers.
 * @throws AppError NOT_SIGNED_IN, or NOT_FOUND where they are no member: they may not know that it exists
 */
export const currentMember = cache(async (workspaceSlug: string): Promise<MemberActor> => {
  const person = await requireUser();
  // An action is called with whatever a client sends.
  if (typeof workspaceSlug !== "string" || !SLUG_PATTERN.test(workspaceSlug)) throw new AppError("NOT_FOUND");
  const membership = await selectMembership(db(), person.userId, workspaceSlug);
  if (!membership) throw new AppError("NOT_FOUND");
  return {
    kind: "member",
    workspaceId: membership.workspace.id,
    userId: person.userId,
    name: person.name,
    email: person.email,
    role: membership.role,
    access: { api_keys: membership.apiKeysAccess, response_configuration: membership.configurationAccess },
    ipAddress: person.ipAddress,
  };
});

/** The same for pages: who is signed out goes to sign in and comes back; who is no member sees "not found". */
export async function memberForPage(workspaceSlug: string): Promise<MemberActor> {
  try {
    return await currentMember(workspaceSlug);
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_SIGNED_IN") {
      const asked = safeRedirect((await headers()).get(REQUESTED_PATH_HEADER) ?? `/${workspaceSlug}`);
      redirect(`/sign-in?${new URLSearchParams({ to: asked })}`);
    }
    if (error instanceof AppError && error.code === "NOT_FOUND") notFound();
    throw error;
  }
}

/** Runs a page's read: what the member may not know of is "not found", anything else goes to the error page. */
export async function readForPage<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (isUnstorableText(error) || (error instanceof AppError && error.code === "NOT_FOUND")) notFound();
    throw error;
  }
}
