const hooks: (() => Promise<void>)[] = [];

/** Registers what must still be done before the process ends, such as writing a buffer. */
export function onShutdown(hook: () => Promise<void>): void {
  hooks.push(hook);
}

/** Runs the hooks, the last registered first. */
export async function runShutdownHooks(): Promise<void> {
  while (hooks.length > 0) await hooks.pop()?.();
}
