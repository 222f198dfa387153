import type { IncomingMessage, ServerResponse } from "node:http";

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>;

/** Requests of the API that are begun at a time while a page is being made. */
const MAX_CONCURRENT = 4;
/** Milliseconds that a request waits for its turn, and that one holds a turn, at most. */
const TURN_MS = 100;
/** Milliseconds for which a page has the API take turns: one that hangs must not slow others down. */
const PAGE_MS = 1000;

/**
 * Has the API's requests wait for each other while a page is being made. A page asks the database a dozen times, and each
 * time all that clients of the API sent in between stood in front of it: under full load a person waited six times as long.
 * A turn covers the server's work only: a request whose body is still being sent takes none, and a turn ends with the head
 * of the response. While no page is being made, no request waits.
 */
export function takeTurns(api: Handler, page: Handler): { api: Handler; page: Handler } {
  const waiting = new Set<() => void>();
  const [pages, inFlight] = [new Set<ServerResponse>(), new Set<ServerResponse>()];
  const mayStart = () => pages.size === 0 || inFlight.size < MAX_CONCURRENT;

  /** Counts a response until what it returns is called, the response is closed, or so many milliseconds have passed. */
  const hold = (held: Set<ServerResponse>, response: ServerResponse, ms: number) => {
    const release = () => {
      clearTimeout(timer);
      response.off("close", release);
      if (!held.delete(response)) return;
      for (const start of waiting) {
        if (!mayStart()) return;
        start();
      }
    };
    const timer = setTimeout(release, ms);
    held.add(response);
    response.once("close", release);
    return release;
  };

  /** Resolves when the request may begin: on its turn, or after it has waited for as long as a turn may take. */
  const turn = (response: ServerResponse) =>
    new Promise<() => void>((resolve) => {
      const begin = () => {
        clearTimeout(timer);
        waiting.delete(begin);
        resolve(response.destroyed ? () => {} : hold(inFlight, response, TURN_MS));
      };
      const timer = setTimeout(begin, TURN_MS);
      if (mayStart()) begin();
      else waiting.add(begin);
    });

  return {
    api: async (request, response) => {
      if (pages.size === 0) return api(request, response);
      // A body that came with the head has been read after this.
      await new Promise(setImmediate);
      if (!request.complete) return api(request, response);
      const release = await turn(response);
      if (response.destroyed) return;
      const { writeHead } = response;
      response.writeHead = ((...args: unknown[]) => {
        release();
        return Reflect.apply(writeHead, response, args);
      }) as typeof writeHead;
      await api(request, response).finally(release);
    },
    page: (request, response) => {
      hold(pages, response, PAGE_MS);
      return page(request, response);
    },
  };
}
