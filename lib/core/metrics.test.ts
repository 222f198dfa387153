import { expect, test } from "vitest";
import { methodLabel, metrics } from "./metrics";

test("labels an unknown method with other", () => {
  expect([methodLabel("GET"), methodLabel("BREW"), methodLabel(undefined)]).toEqual([
    "GET",
    "other",
    "other",
  ]);
});

test("exports the metrics in the format of Prometheus", async () => {
  metrics().eventDelay.observe(0.3);
  metrics().droppedLogEntries.inc(3);
  metrics().requests.observe({ route: "page", method: "GET", status: 200 }, 0.2);
  const text = await metrics().registry.metrics();
  expect(text).toContain(
    'studio_http_request_duration_seconds_count{route="page",method="GET",status="200"} 1',
  );
  expect(text).toContain('studio_external_event_delay_seconds_bucket{le="0.1"} 0\n');
  expect(text).toContain('studio_external_event_delay_seconds_bucket{le="0.5"} 1\n');
  expect(text).toContain("studio_request_log_dropped_total 3\n");
  for (const name of [
    "studio_database_pool_waiting",
    "studio_request_log_buffered",
    "nodejs_eventloop_lag_seconds",
  ]) {
    expect(text).toContain(name);
  }
});
