import { AppError } from "@/lib/core/errors";
import type { Actor } from "@/lib/features/actor";

/**
 * Decides by the locked list of admins whether one of them may stop being one.
 * @param admins as lockAdmins tells them: nobody else can change them until the transaction ends
 * @param leaving who stops being an admin, if they are one; null for nobody
 * @throws AppError NOT_ALLOWED when the actor was demoted meanwhile, LAST_ADMIN when no admin would be left
 */
export function assertAdminRemains(admins: string[], actor: Actor, leaving: string | null): void {
  if (actor.kind === "member" && actor.role === "admin" && !admins.includes(actor.userId)) {
    throw new AppError("NOT_ALLOWED", "You are no longer an admin of this workspace.");
  }
  if (leaving !== null && admins.length === 1 && admins[0] === leaving) throw new AppError("LAST_ADMIN");
}
