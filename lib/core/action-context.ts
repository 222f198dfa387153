import { AsyncLocalStorage } from "node:async_hooks";

/** What is known of a request that posts to an action, as long as it is under way. */
interface ActionContext {
  /** Whether the action was reached: until then it is Next that reads what was posted. */
  started: boolean;
}

// One store for the process, whichever bundle asks (see db/client/client.ts).
const slot = globalThis as typeof globalThis & {
  [key: symbol]: AsyncLocalStorage<ActionContext> | undefined;
};
const SLOT = Symbol.for("agent-studio.posted");

/** Where the posted request under way is kept. */
export function actionContext(): AsyncLocalStorage<ActionContext> {
  slot[SLOT] ??= new AsyncLocalStorage();
  return slot[SLOT];
}

/** Notes that what was posted could be read and its action is at work: whatever goes wrong from now on is ours. */
export function markActionStarted(): void {
  const posted = actionContext().getStore();
  if (posted) posted.started = true;
}
