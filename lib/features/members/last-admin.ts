import { AppError } from "@/lib/core/errors";
import type { Actor } from "@/lib/features/actor";

/**
 * Checks that the actor is still an admin, and that an admin remains.
 * @param admins from lockAdmins, so that no other transaction changes them until this one ends
 * @param leaving the user who stops being an admin; null if there is none
 * @throws AppError NOT_ALLOWED if the actor has been demoted, LAST_ADMIN if no admin would remain
 */
export function assertAdminRemains(admins: string[], actor: Actor, leaving: string | null): void {
  if (actor.kind === "member" && actor.role === "admin" && !admins.includes(actor.userId)) {
    throw new AppError("NOT_ALLOWED", "You are no longer an admin of this workspace.");
  }
  if (leaving !== null && admins.length === 1 && admins[0] === leaving) throw new AppError("LAST_ADMIN");
}
