import { isolate } from "@/lib/core/bidi";
import { listNames } from "@/lib/core/list-names";
import type { ResponseMetrics } from "@/lib/features/agents/contract";

/** What API responses include of an agent's conversations. */
export interface Setting {
  metrics: ResponseMetrics;
  transcript: boolean;
}

const describeMetrics = ({ metrics }: Setting): string => {
  if (metrics.mode === "all") return "all metrics";
  return metrics.names.length === 0 ? "no metrics" : `the metrics ${listNames(metrics.names.map(isolate))}`;
};

/** Whether API responses are the same under both settings. */
export const isSameSetting = (a: Setting, b: Setting): boolean =>
  a.transcript === b.transcript && describeMetrics(a) === describeMetrics(b);

/** The difference between two settings as a sentence; empty when there is none. */
export function describeChanges(before: Setting, after: Setting): string {
  const changes = [
    ...(before.transcript === after.transcript
      ? []
      : [`the transcript is now ${after.transcript ? "on" : "off"}`]),
    ...(describeMetrics(before) === describeMetrics(after)
      ? []
      : [`responses now include ${describeMetrics(after)}`]),
  ];
  if (changes.length === 0) return "";
  const sentence = changes.join(", and ");
  return `${sentence[0]?.toUpperCase()}${sentence.slice(1)}.`;
}
