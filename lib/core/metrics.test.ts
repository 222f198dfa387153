import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { createApi } from "@/lib/api/app";
import { methodLabel, metrics, routeLabel } from "./metrics";

test("every address of the API has a route of its own name, and what anybody makes up has not", async () => {
  const paths = new Set(createApi(() => false).routes.map(({ path }) => path));
  for (const path of paths) {
    if (path.includes("*")) continue;
    const address = path.replace(/:(account|agent|id)\b/g, "x");
    expect(routeLabel(`${address}?q=1`), path).not.toMatch(/^(unknown|page)$/);
  }
  expect(routeLabel("/v3/secret-of-somebody")).toBe("unknown");
  expect(routeLabel("/harbour-hotels/configure")).toBe("page");
  expect(methodLabel("BREW")).toBe("other");
});

test("the page for operators is told in Prometheus' own format", async () => {
  metrics().eventDelay.observe(0.3);
  metrics().droppedLogEntries.inc(3);
  metrics().requests.observe({ route: "page", method: "GET", status: 200 }, 0.2);
  const text = await metrics().registry.metrics();
  expect(text).toContain(
    'studio_http_request_duration_seconds_count{route="page",method="GET",status="200"} 1',
  );
  expect(text).toContain('studio_external_event_delay_seconds_bucket{le="0.1"} 0\n');
  expect(text).toContain('studio_external_event_delay_seconds_bucket{le="0.5"} 1\n');
  expect(text).toContain("studio_response_log_lost_total 3\n");
  for (const name of [
    "studio_database_pool_waiting",
    "studio_response_log_held",
    "nodejs_eventloop_lag_seconds",
  ]) {
    expect(text).toContain(name);
  }
  expect(await readFile("docs/operations.md", "utf8")).toContain("METRICS_PORT");
});
