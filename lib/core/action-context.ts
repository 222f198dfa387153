import { AsyncLocalStorage } from "node:async_hooks";
import { singleton } from "./singleton";

/** The state of a request that calls a server action, for as long as the request runs. */
interface ActionContext {
  /** True once our action was called. Before that, Next is still parsing the request body. */
  started: boolean;
}

/** The context of the current server action request; its store is undefined outside of one. */
export const actionContext = singleton("action-context", () => new AsyncLocalStorage<ActionContext>());

/** Records that Next could read the request and called our action: an error after this is ours, not the client's. */
export function markActionStarted(): void {
  const context = actionContext().getStore();
  if (context) context.started = true;
}
