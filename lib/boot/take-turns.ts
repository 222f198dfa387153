import type { IncomingMessage, ServerResponse } from "node:http";

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>;

/** Requests of the API that are begun at a time while a page is on its way. */
const AT_A_TIME = 4;
/** Milliseconds after which such a request holds its turn no longer, whatever keeps it. */
const TURN_MS = 100;
/** Milliseconds for which a page has the API take turns: one that hangs must not slow others down. */
const PAGE_MS = 1000;

/**
 * Has the API's requests wait for each other while a page is being made. A page asks the database a dozen times, and each
 * time all that clients of the API sent meanwhile stood in front of it: under full load a person waited six times as long.
 * While nobody waits for a page, nobody waits at all.
 */
export function takeTurns(api: Answer, page: Answer): { api: Answer; page: Answer } {
  const waiting: (() => void)[] = [];
  const [pages, begun] = [new Set<ServerResponse>(), new Set<ServerResponse>()];
  const mayBegin = () => pages.size === 0 || begun.size < AT_A_TIME;

  /** Counts a response until it is closed, or for so long. */
  const hold = (held: Set<ServerResponse>, response: ServerResponse, ms: number) => {
    const letGo = () => {
      clearTimeout(timer);
      held.delete(response);
      while (waiting.length > 0 && mayBegin()) waiting.shift()?.();
    };
    const timer = setTimeout(letGo, ms);
    held.add(response);
    response.once("close", letGo);
  };

  return {
    api: async (request, response) => {
      if (pages.size === 0) return api(request, response);
      await new Promise<void>((resolve) => {
        const begin = () => {
          if (!response.destroyed) hold(begun, response, TURN_MS);
          resolve();
        };
        if (mayBegin()) begin();
        else waiting.push(begin);
      });
      return response.destroyed ? undefined : api(request, response);
    },
    page: (request, response) => {
      hold(pages, response, PAGE_MS);
      return page(request, response);
    },
  };
}
