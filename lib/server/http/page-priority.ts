import type { IncomingMessage, ServerResponse } from "node:http";

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>;

/** API requests at a time while a page is being rendered. */
const MAX_CONCURRENT = 4;
/** The maximum time for which a request waits for a slot, and for which it occupies one. */
const SLOT_MS = 100;
/** The maximum time for which a page limits the API: a page that hangs must not slow down others. */
const PAGE_MS = 1000;

/**
 * Limits the API's concurrency while a page is being rendered. A page makes about a dozen queries, and each would queue
 * behind all API requests that arrived before it: under full load, a page took six times as long. A request occupies one
 * of a few slots only while the server works on it: from the end of its body to the head of the response. While no page is
 * being rendered, no request waits.
 */
export function prioritizePages(api: Handler, page: Handler): { api: Handler; page: Handler } {
  const waiting = new Set<() => void>();
  const [pages, inFlight] = [new Set<ServerResponse>(), new Set<ServerResponse>()];
  const mayStart = () => pages.size === 0 || inFlight.size < MAX_CONCURRENT;

  /** Counts a response until the returned function is called, the response closes, or the time is up. */
  const track = (tracked: Set<ServerResponse>, response: ServerResponse, ms: number) => {
    const release = () => {
      clearTimeout(timer);
      response.off("close", release);
      if (!tracked.delete(response)) return;
      for (const start of waiting) {
        if (!mayStart()) return;
        start();
      }
    };
    const timer = setTimeout(release, ms);
    tracked.add(response);
    response.once("close", release);
    return release;
  };

  /** Resolves when the request may start: when a slot is free, or after the maximum time. The result frees the slot. */
  const waitForSlot = (response: ServerResponse) =>
    new Promise<() => void>((resolve) => {
      const start = () => {
        clearTimeout(timer);
        waiting.delete(start);
        resolve(response.destroyed ? () => {} : track(inFlight, response, SLOT_MS));
      };
      const timer = setTimeout(start, SLOT_MS);
      if (mayStart()) start();
      else waiting.add(start);
    });

  return {
    api: async (request, response) => {
      if (pages.size === 0) return api(request, response);
      // Lets a body that arrived with the head complete.
      await new Promise(setImmediate);
      if (!request.complete) return api(request, response);
      const release = await waitForSlot(response);
      if (response.destroyed) return;
      const { writeHead } = response;
      response.writeHead = ((...args: unknown[]) => {
        release();
        return Reflect.apply(writeHead, response, args);
      }) as typeof writeHead;
      await api(request, response).finally(release);
    },
    page: (request, response) => {
      track(pages, response, PAGE_MS);
      return page(request, response);
    },
  };
}
