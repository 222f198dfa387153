import { type Tx, transaction } from "@/db/client/client";
import { isUniqueViolation } from "@/db/client/errors";
import { AppError } from "@/lib/core/errors";

/**
 * Runs a transaction that names a key. The unique index decides whether the name is free, also in a race.
 * @throws AppError NAME_TAKEN when another key of the workspace has the name, ignoring case; errors of `work`
 */
export async function withUniqueName<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await transaction(work);
  } catch (error) {
    if (!isUniqueViolation(error, "api_keys_name")) throw error;
    const message = "A key with this name already exists. Use a different name.";
    throw new AppError("NAME_TAKEN", message, { name: message });
  }
}
