/**
 * Makes a value that exists once per process, on first use. Next bundles pages, route handlers and server actions into
 * module instances of their own, so a module-level variable would exist once per bundle; `globalThis` is shared by all.
 * (`db/client/client.ts` keeps the connection pool in the same way: db imports nothing from lib.)
 * @param name identifies the value in the process
 * @returns reads the value
 */
export function singleton<T extends object>(name: string, make: () => T): () => T {
  const slots = globalThis as typeof globalThis & { [key: symbol]: T | undefined };
  const slot = Symbol.for(`agent-studio.${name}`);
  return () => {
    slots[slot] ??= make();
    return slots[slot];
  };
}
