import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import next from "next";
import { agentSweep } from "../agents/remove-deleted";
import { apiListener, httpServer, isApiPath } from "../api/listener";
import { openRateLimits } from "../api/rate-limit";
import { sweepExpired } from "../auth/sweep-expired";
import { settings } from "../env";
import { eventAnnouncer } from "../external-events/event-announcer";
import { logUnexpected } from "../log";
import { methodOf, metrics, routeOf } from "../metrics";
import { eventBell } from "../runtime/list-events";
import { classifyEveryHour } from "../usage/classify-key-uses";
import { keepResponseLog } from "../usage/keep-response-log";
import { responseLog } from "../usage/response-log";
import { lostApiClients } from "./api-clients";
import { portProblem } from "./checks";
import { addressSetter } from "./client-address";
import { StartError } from "./failure";
import { guardPages } from "./guard-pages";
import { logConsoleErrors } from "./log-console";
import { serveMetrics } from "./metrics-server";
import { refuseUnreadable } from "./refuse-unreadable";
import { shedPages } from "./shed-pages";
import { takeTurns } from "./take-turns";

/** Counts and times an answer by its route, once it is out. */
function measure(request: IncomingMessage, response: ServerResponse): void {
  const stop = metrics().requests.startTimer({
    route: routeOf(request.url ?? "/"),
    method: methodOf(request.method),
  });
  response.once("close", () => stop({ status: response.headersSent ? response.statusCode : 499 }));
}

/** How long requests under way may take to finish once the server is told to stop. */
const GRACE_MS = 7_000;
/** Under hot reload there is nobody to wait for, and the watcher kills after five seconds. */
const GRACE_DEV_MS = 500;

interface Served {
  /**
   * From now on `/readyz` says no, and each answer is the last of its connection; all else is served as ever, for
   * DRAIN_SECONDS, so that a load balancer has looked away before anything is refused.
   */
  drain(report: (message: string) => void): Promise<void>;
  /** Lets requests under way finish, writes what is buffered, and ends. */
  stop(): Promise<void>;
}

/**
 * One port for everything: the API ahead of Next, the rest by Next.
 * @param dev hot reload of pages
 * @throws StartError when the port was taken in the meantime
 */
export async function serve({ dev }: { dev: boolean }): Promise<Served> {
  const { HOST, PORT, TRUST_PROXY, METRICS_HOST, METRICS_PORT, DRAIN_SECONDS } = settings();
  let leaving = false;
  const settle = addressSetter(TRUST_PROXY);
  const limits = openRateLimits(settings());
  const api = apiListener(limits, () => leaving);
  // Next takes every request that offers an upgrade away from the server that it is given, the API's too, and answers
  // none but hot reload's. Java's HTTP client and curl --http2 offer one in every first request, to be answered as if
  // they had not. So Next is given a server that never listens.
  const upgrades = createServer();
  const pages = next({ dev, httpServer: upgrades, hostname: HOST, port: PORT, dir: process.cwd() });
  await pages.prepare();
  const stopKeeping = await keepResponseLog();
  const stopSweeping = await sweepExpired();
  const stopMetrics = METRICS_PORT ? await serveMetrics(METRICS_HOST, METRICS_PORT) : undefined;
  const handlePage = refuseUnreadable(shedPages(pages.getRequestHandler()));
  if (!dev) logConsoleErrors();

  const answerPage = async (request: IncomingMessage, response: ServerResponse) => {
    if (!guardPages(request, response)) await handlePage(request, response);
  };
  const turns = takeTurns(api, answerPage);

  const isLostApiClient = lostApiClients(dev ? undefined : process.cwd());
  const answerTo = (request: IncomingMessage) => {
    const url = request.url ?? "/";
    if (!isApiPath(url)) return isLostApiClient(request) ? api : turns.page;
    // Health checks and runtimes, which may wait for half a minute, are never made to wait.
    return /^\/v[13]\//.test(url) ? turns.api : api;
  };
  const server = httpServer((request, response) => {
    settle(request);
    if (leaving) response.shouldKeepAlive = false;
    if (METRICS_PORT) measure(request, response);
    answerTo(request)(request, response).catch((error) => {
      logUnexpected(error);
      response.destroy();
    });
  });
  if (dev)
    server.on("upgrade", (...offer) => void (upgrades.emit("upgrade", ...offer) || offer[1].destroy()));
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(PORT, HOST);
  try {
    await once(server, "listening");
  } catch (error) {
    throw new StartError(portProblem(error, HOST, PORT));
  }
  agentSweep().wake();
  const stopClassifying = classifyEveryHour();

  return {
    drain: async (report) => {
      leaving = true;
      if (dev || DRAIN_SECONDS === 0) return;
      report(`Going in ${DRAIN_SECONDS} s: /readyz says so, everything else is served until then.`);
      await delay(DRAIN_SECONDS * 1000);
    },
    stop: async () => {
      leaving = true;
      const closed = once(server, "close");
      server.close();
      // Runtimes that wait for events are answered now; they ask again and miss nothing.
      await eventBell.close();
      // A connection whose last answer was still under way becomes idle later.
      const sweep = setInterval(() => server.closeIdleConnections(), 50);
      const impatient = setTimeout(
        () => {
          for (const socket of sockets) socket.destroy();
        },
        dev ? GRACE_DEV_MS : GRACE_MS,
      );
      await closed;
      clearInterval(sweep);
      clearTimeout(impatient);
      await pages.close();
      stopKeeping();
      stopSweeping();
      await eventAnnouncer.flush();
      await responseLog.flush();
      limits.close();
      stopMetrics?.();
      await stopClassifying();
      await agentSweep().stop();
    },
  };
}
