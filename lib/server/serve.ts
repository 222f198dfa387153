import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import next from "next";
import { createApi } from "@/lib/api/app";
import { sentStatus } from "@/lib/api/http/connections";
import { createRateLimits } from "@/lib/api/http/rate-limit";
import { apiListener } from "@/lib/api/listener";
import { settings } from "@/lib/core/env";
import { logUnexpected } from "@/lib/core/log";
import { methodLabel, metrics } from "@/lib/core/metrics";
import { classify, isKeyApi } from "@/lib/core/routes";
import { agentPurger } from "@/lib/features/agents/purge-deleted-agents";
import { purgeExpired } from "@/lib/features/auth/purge-expired";
import { updateStoredWordsInBackground } from "@/lib/features/conversations/update-stored-words";
import { eventNotifier } from "@/lib/features/external-events/event-notifier";
import { eventNotifications } from "@/lib/features/runtime/list-events";
import { classifyHourly } from "@/lib/features/usage/classify-key-uses";
import { requestLog } from "@/lib/features/usage/request-log";
import { maintainRequestLog } from "@/lib/features/usage/request-log-retention";
import { fillSortKeysHourly } from "@/lib/features/workspaces/fill-sort-keys";
import { captureConsole } from "./capture-console";
import { apiNotFoundMatcher } from "./http/api-not-found";
import { trustProxy } from "./http/client-ip";
import { createHttpServer } from "./http/http-server";
import { shedLoad } from "./http/load-shedding";
import { prioritizePages } from "./http/page-priority";
import { securePages } from "./http/page-security";
import { rejectMalformedActions } from "./http/reject-malformed-actions";
import { createRouteLabel } from "./http/route-label";
import { serveMetrics } from "./metrics-server";
import { normalizeNamesHourly } from "./normalize-names";
import { portErrorMessage } from "./preflight";
import { StartError } from "./start-error";

/** Measures requests by route, from arrival to the end of the response. */
function createDurationRecorder() {
  const routeLabel = createRouteLabel(createApi(() => false));
  return (request: IncomingMessage, response: ServerResponse): void => {
    const stop = metrics().requests.startTimer({
      route: routeLabel(request.url ?? "/"),
      method: methodLabel(request.method),
    });
    response.once("close", () => stop({ status: sentStatus(response) }));
  };
}

/** How long requests in flight may take to finish when the server stops. */
const SHUTDOWN_GRACE_MS = 7_000;
/** In development no client needs a clean finish, and the watcher kills the process after five seconds. */
const DEV_SHUTDOWN_GRACE_MS = 500;

interface RunningServer {
  /**
   * Makes `/readyz` respond with 503 and each response close its connection. Serves all other requests for another
   * DRAIN_SECONDS, so that a load balancer can remove this instance before it stops.
   */
  drain(report: (message: string) => void): Promise<void>;
  /** Finishes requests in flight, writes buffered data, and stops. */
  stop(): Promise<void>;
}

/**
 * Serves everything on one port: first the API, then the pages by Next.
 * @param dev enables hot reload of pages
 * @throws StartError when another program took the port since the check
 */
export async function serve({ dev }: { dev: boolean }): Promise<RunningServer> {
  const { HOST, PORT, TRUST_PROXY, METRICS_HOST, METRICS_PORT, DRAIN_SECONDS } = settings();
  let draining = false;
  const setClientIp = trustProxy(TRUST_PROXY);
  const limits = createRateLimits(settings());
  const api = apiListener(limits, () => draining);
  // Next takes over every request with an Upgrade header on the server that it gets, including the API's, and responds only
  // to those of hot reload. Java's HTTP client and curl --http2 send such a header with every first request and expect a
  // normal response. So Next gets a server that never listens.
  const upgrades = createServer();
  const pages = next({ dev, httpServer: upgrades, hostname: HOST, port: PORT, dir: process.cwd() });
  await pages.prepare();
  const stopLogMaintenance = await maintainRequestLog();
  const stopPurging = await purgeExpired();
  const stopNormalizing = await normalizeNamesHourly();
  const stopMetrics = METRICS_PORT ? await serveMetrics(METRICS_HOST, METRICS_PORT) : undefined;
  const recordDuration = METRICS_PORT ? createDurationRecorder() : undefined;
  const handlePage = rejectMalformedActions(shedLoad(pages.getRequestHandler()));
  if (!dev) captureConsole();

  const handleSecuredPage = async (request: IncomingMessage, response: ServerResponse) => {
    if (!securePages(request, response)) await handlePage(request, response);
  };
  const prioritized = prioritizePages(api, handleSecuredPage);

  const isApiNotFound = apiNotFoundMatcher(dev ? undefined : process.cwd());
  const handlerFor = (request: IncomingMessage) => {
    const url = request.url ?? "/";
    const kind = classify(url);
    if (kind !== "api" && kind !== "health") return isApiNotFound(request) ? api : prioritized.page;
    // Health checks never wait for a slot, nor do runtimes, whose long polls take up to half a minute.
    return isKeyApi(url) ? prioritized.api : api;
  };
  const server = createHttpServer((request, response) => {
    setClientIp(request);
    if (draining) response.shouldKeepAlive = false;
    recordDuration?.(request, response);
    handlerFor(request)(request, response).catch((error) => {
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
    throw new StartError(portErrorMessage(error, HOST, PORT));
  }
  agentPurger().schedule();
  const stopClassifying = classifyHourly();
  const stopFilling = fillSortKeysHourly();
  const stopUpdatingWords = updateStoredWordsInBackground();

  return {
    drain: async (report) => {
      draining = true;
      if (dev || DRAIN_SECONDS === 0) return;
      report(
        `Stopping in ${DRAIN_SECONDS} s. Until then /readyz responds with 503 and all other requests are served.`,
      );
      await delay(DRAIN_SECONDS * 1000);
    },
    stop: async () => {
      draining = true;
      const closed = once(server, "close");
      server.close();
      // Ends the long polls of runtimes; they retry and miss no event.
      await eventNotifications.close();
      // A connection with a response in progress becomes idle later.
      const closeIdle = setInterval(() => server.closeIdleConnections(), 50);
      const forceCloseTimer = setTimeout(
        () => {
          for (const socket of sockets) socket.destroy();
        },
        dev ? DEV_SHUTDOWN_GRACE_MS : SHUTDOWN_GRACE_MS,
      );
      await closed;
      clearInterval(closeIdle);
      clearTimeout(forceCloseTimer);
      await pages.close();
      stopLogMaintenance();
      stopPurging();
      await eventNotifier.flush();
      await requestLog.flush();
      limits.close();
      stopMetrics?.();
      await stopClassifying();
      await stopNormalizing();
      await stopFilling();
      await stopUpdatingWords();
      await agentPurger().stop();
    },
  };
}
