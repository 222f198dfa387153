import { AppError } from "@/lib/core/errors";

/** What somebody is told who wants to change a key that is not there. */
export const keyNotFound = (): AppError =>
  new AppError("NOT_FOUND", "This key no longer exists. It may have been deleted meanwhile.");
