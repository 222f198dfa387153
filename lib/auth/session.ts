import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { reader } from "@/db/client";
import { isUnstorable } from "@/db/errors";
import { hasPassword, keepSession } from "@/db/queries/sessions";
import { selectMembership, selectWorkspacesOf } from "@/db/queries/workspaces";
import type { MemberActor, PersonActor } from "../actor";
import { AppError } from "../errors";
import { knownZone } from "../time";
import type { WorkspaceDto } from "../workspaces/contract";
import { ASKED_ADDRESS_HEADER } from "./asked-address";
import { auth, CLIENT_ADDRESS_HEADER } from "./auth";
import { safeTarget } from "./safe-target";

/** Who is signed in, or null. Looked up once a request: there is no cache of sessions beyond it. */
export const currentPerson = cache(async (): Promise<PersonActor | null> => {
  const sent = new Headers(await headers());
  // With what an action has just set: the page that comes with its answer is for the session as it is now.
  sent.set("cookie", (await cookies()).toString());
  const found = await auth().api.getSession({ headers: sent });
  if (!found) return null;
  const { session, user } = found;
  // When it was last used is known to the minute: most requests need not write.
  const noted = Date.now() - session.updatedAt.getTime() < 60_000;
  if (!noted && !(await keepSession(reader(), session.id))) return null;
  return {
    kind: "person",
    userId: user.id,
    name: user.name,
    email: user.email,
    sessionId: session.id,
    address: await clientAddress(),
  };
});

/**
 * Who is signed in, for server actions and GET handlers about their own things.
 * @throws AppError NOT_SIGNED_IN
 */
export async function requirePerson(): Promise<PersonActor> {
  const person = await currentPerson();
  if (!person) throw new AppError("NOT_SIGNED_IN");
  return person;
}

/** @returns true when the signed-in user has a password; false for one who would need a new sign-in link after signing out */
export const currentHasPassword = cache(async (): Promise<boolean> => {
  const person = await currentPerson();
  return person !== null && hasPassword(reader(), person.userId);
});

/** The workspaces of whoever is signed in, by name. */
export const currentWorkspaces = cache(async (): Promise<WorkspaceDto[]> => {
  const person = await currentPerson();
  return person ? selectWorkspacesOf(reader(), person.userId) : [];
});

/** The time zone of whoever asks, as their browser told on the last visit. */
export const currentZone = async (): Promise<string> => knownZone((await cookies()).get("tz")?.value);

/** The client's address, as server.ts found it. */
export const clientAddress = async (): Promise<string | null> => (await headers()).get(CLIENT_ADDRESS_HEADER);

const SLUG = /^[a-z0-9-]{1,100}$/;

/**
 * The signed-in person as a member of the workspace, for server actions and GET handlers.
 * @throws AppError NOT_SIGNED_IN, or NOT_FOUND where they are no member: they may not know that it exists
 */
export const currentMember = cache(async (workspaceSlug: string): Promise<MemberActor> => {
  const person = await requirePerson();
  // An action is called with whatever a client sends.
  if (typeof workspaceSlug !== "string" || !SLUG.test(workspaceSlug)) throw new AppError("NOT_FOUND");
  const membership = await selectMembership(reader(), person.userId, workspaceSlug);
  if (!membership) throw new AppError("NOT_FOUND");
  return {
    kind: "member",
    workspaceId: membership.workspace.id,
    userId: person.userId,
    name: person.name,
    email: person.email,
    role: membership.role,
    access: { api_keys: membership.apiKeysAccess, response_configuration: membership.configurationAccess },
    address: person.address,
  };
});

/** The same for pages: who is signed out goes to sign in and comes back; who is no member sees "not found". */
export async function memberForPage(workspaceSlug: string): Promise<MemberActor> {
  try {
    return await currentMember(workspaceSlug);
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_SIGNED_IN") {
      const asked = safeTarget((await headers()).get(ASKED_ADDRESS_HEADER) ?? `/${workspaceSlug}`);
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
    if (isUnstorable(error) || (error instanceof AppError && error.code === "NOT_FOUND")) notFound();
    throw error;
  }
}
