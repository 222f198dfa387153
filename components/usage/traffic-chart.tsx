"use client";

import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from "recharts";
import { STATUS_CLASSES } from "@/lib/usage/terms";
import { CLASSES, ClassSwatch, PATTERN_FILLS, Patterns } from "./class-patterns";
import type { Bar as Requests } from "./group-hours";

interface Props {
  bars: Requests[];
  /** What the picture shows, for those who do not see it. The numbers themselves are in the table. */
  label: string;
}

/** Requests over time as stacked bars. A picture and no more: it takes no focus, and the table beside it says the same. */
export function TrafficChart({ bars, label }: Props) {
  return (
    <div role="img" aria-label={label} className="size-full text-xs">
      <BarChart
        data={bars}
        responsive
        accessibilityLayer={false}
        margin={{ top: 8, right: 0, bottom: 0, left: 0 }}
        barCategoryGap="18%"
        style={{ width: "100%", height: "100%" }}
      >
        <defs>
          <Patterns id="chart" />
        </defs>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="short"
          tickLine={false}
          axisLine={{ stroke: "var(--control)" }}
          tick={{ fill: "var(--muted)" }}
          minTickGap={20}
        />
        <YAxis
          allowDecimals={false}
          width="auto"
          tickLine={false}
          axisLine={false}
          tick={{ fill: "var(--muted)" }}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: "var(--well)" }}
          content={({ active, payload }) =>
            active && payload[0] ? <Told bar={payload[0].payload as Requests} /> : null
          }
        />
        {CLASSES.map((statusClass) => (
          <Bar
            key={statusClass}
            dataKey={(bar: Requests) => bar[statusClass]}
            name={STATUS_CLASSES[statusClass]}
            stackId="all"
            fill={PATTERN_FILLS[statusClass]("chart")}
            stroke={`var(--chart-${statusClass})`}
            maxBarSize={44}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </div>
  );
}

function Told({ bar }: { bar: Requests }) {
  return (
    <div className="rounded-lg border border-line bg-card px-3 py-2 text-sm shadow-lg">
      <p className="font-semibold">{bar.label}</p>
      {[...CLASSES].reverse().map((statusClass) => (
        <p key={statusClass} className="flex items-center gap-2">
          <ClassSwatch statusClass={statusClass} />
          {STATUS_CLASSES[statusClass]}: {bar[statusClass]}
        </p>
      ))}
    </div>
  );
}
