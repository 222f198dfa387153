import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { poolStats } from "@/db/client/client";
import { singleton } from "./singleton";

function createMetrics() {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  collectDefaultMetrics({ register: registry });
  const pool = (name: string, state: "total" | "idle" | "waiting", help: string) =>
    new Gauge({
      name: `studio_database_pool_${name}`,
      help,
      registers,
      collect() {
        this.set(poolStats()[state]);
      },
    });
  pool("connections", "total", "Open database connections.");
  pool("idle", "idle", "Idle database connections.");
  pool("waiting", "waiting", "Requests waiting for a database connection.");
  return {
    registry,
    requests: new Histogram({
      name: "studio_http_request_duration_seconds",
      help: "Duration of HTTP requests by route, method and status, in seconds.",
      labelNames: ["route", "method", "status"] as const,
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
    bufferedLogEntries: new Gauge({
      name: "studio_request_log_buffered",
      help: "Request log entries waiting to be written.",
      registers,
    }),
    droppedLogEntries: new Counter({
      name: "studio_request_log_dropped_total",
      help: "Request log entries dropped because they could not be written to the database.",
      registers,
    }),
    eventDelay: new Histogram({
      name: "studio_external_event_delay_seconds",
      help: "Seconds from receiving an external event to delivering it to the runtime.",
      buckets: [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30, 300, 3600],
      registers,
    }),
  };
}

/** The Prometheus metrics of the process. No label value comes from client input. */
export const metrics = singleton("metrics", createMetrics);

const KNOWN_METHODS = new Set(["GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"]);

/** The method as a label value; `other` for unknown ones, so that clients cannot create time series. */
export const methodLabel = (method: string | undefined): string =>
  method && KNOWN_METHODS.has(method) ? method : "other";
