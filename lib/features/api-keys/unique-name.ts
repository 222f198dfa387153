import { type Tx, transaction } from "@/db/client/client";
import { isUniqueViolation } from "@/db/client/errors";
import { AppError } from "@/lib/core/errors";

/**
 * A transaction that gives a key its name. Only the index knows whether it is free, whoever else is naming one just now.
 * @throws AppError NAME_TAKEN when another key of the workspace has the name, case ignored; else what the work throws
 */
export async function withUniqueName<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await transaction(work);
  } catch (error) {
    if (!isUniqueViolation(error, "api_keys_name")) throw error;
    const message = "A key with this name exists already. Choose a different name.";
    throw new AppError("NAME_TAKEN", message, { name: message });
  }
}
