import { AppError } from "../errors";

/** What somebody is told who wants to change a key that is not there. */
export const keyGone = (): AppError =>
  new AppError("NOT_FOUND", "This key no longer exists. It may have been deleted meanwhile.");
