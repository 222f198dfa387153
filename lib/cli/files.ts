import { createReadStream } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { environment } from "@/lib/core/env";
import { UsageError, userName } from "./run";

/** Resolves a path against the folder in which the user typed the command: npm runs us in the project folder. */
export const resolveUserPath = (file: string): string => path.resolve(environment().INIT_CWD ?? ".", file);

/**
 * The error for a file that the operating system denies access to. It names the user whose permissions count, which is
 * not always the user who typed the command: root becomes the owner of an embedded database.
 * @returns undefined when `code` is another failure
 */
export function accessDeniedError(
  file: string,
  access: "read" | "written",
  code?: string,
): UsageError | undefined {
  if (code !== "EACCES" && code !== "EPERM") return undefined;
  return new UsageError(
    `${file} cannot be ${access} by the user ${userName()} (${code}). Use a file that this user can access: as root, a command runs as the owner of the embedded database.`,
  );
}

/**
 * Opens a file, or standard input for `-`. Decompresses gzip by its first two bytes, whatever the name of the file.
 * @throws UsageError when it cannot be read, also while it is read
 */
export async function openInput(file: string): Promise<Readable> {
  const source = file === "-" ? process.stdin : createReadStream(resolveUserPath(file));
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let first: IteratorResult<Buffer>;
  try {
    first = await chunks.next();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw (
      accessDeniedError(file, "read", code) ??
      new UsageError(`${file} cannot be read (${code}). Check the path.`)
    );
  }
  const whole = Readable.from(
    (async function* () {
      if (!first.done) yield first.value;
      for (;;) {
        const { done, value } = await chunks.next();
        if (done) return;
        yield value;
      }
    })(),
  );
  const zipped = !first.done && first.value[0] === 0x1f && first.value[1] === 0x8b;
  return zipped ? Readable.from(gunzip(file, whole)) : whole;
}

/** Starts with the first read: until then, nothing would handle an error. */
async function* gunzip(file: string, packed: Readable): AsyncGenerator<Buffer> {
  const unpacked = createGunzip();
  packed.on("error", (error) => unpacked.destroy(error));
  try {
    yield* packed.pipe(unpacked) as AsyncIterable<Buffer>;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!code?.startsWith("Z_")) throw error;
    throw new UsageError(
      `${file} is not complete, valid gzip data. What was read before the damage may be stored. Use an undamaged file.`,
    );
  }
}
