"use client";

import { nice, ticks } from "d3-array";
import { stack } from "d3-shape";
import { type PointerEvent, useId, useState } from "react";
import { STATUS_CLASSES, type StatusClass } from "@/lib/features/usage/constants";
import type { Bar } from "./group-hours";
import { CHART_STATUS_CLASSES, PATTERN_FILLS, StatusPatterns, StatusSwatch } from "./status-patterns";

interface Props {
  bars: Bar[];
  /** The text alternative of the chart. The table has the numbers. */
  label: string;
}

/** Approximate number of horizontal lines, and of labels below the bars. */
const MAX_GRID_LINES = 5;
const MAX_AXIS_LABELS = 10;

const percent = (share: number): string => `${Number(share.toFixed(2))}%`;

/**
 * Requests over time as stacked bars. The chart is an image and takes no focus: the table next to it has the same data. All
 * positions are percentages, so the server renders it for any width and nothing is measured.
 */
export function TrafficChart({ bars, label }: Props) {
  const [hovered, setHovered] = useState<number>();
  const scales = computeScales(bars);
  const { lines } = scales;
  const labelLength = Math.max(...lines.map((line) => line.toLocaleString("en-GB").length));
  const every = Math.ceil(bars.length / MAX_AXIS_LABELS);
  const onPointerMove = ({ clientX, currentTarget }: PointerEvent) => {
    const rect = currentTarget.getBoundingClientRect();
    const index = Math.floor(((clientX - rect.left) / rect.width) * bars.length);
    setHovered(Math.min(Math.max(index, 0), bars.length - 1));
  };
  return (
    <div
      role="img"
      aria-label={label}
      className="@container size-full pt-2 pb-6 text-xs tabular-nums"
      style={{ paddingLeft: `calc(${labelLength}ch + 0.75rem)` }}
    >
      <div
        className="relative size-full"
        onPointerMove={onPointerMove}
        onPointerLeave={() => setHovered(undefined)}
      >
        <svg aria-hidden="true" className="size-full overflow-visible">
          <Grid {...scales} />
          {hovered === undefined ? null : (
            <rect
              x={percent((hovered * 100) / bars.length)}
              width={percent(100 / bars.length)}
              height="100%"
              fill="var(--well)"
            />
          )}
          <Stacks {...scales} />
          {bars.map((bar, index) => {
            const fromLast = bars.length - 1 - index;
            if (fromLast % every > 0) return null;
            return (
              <text
                key={bar.key}
                x={percent(((index + 0.5) * 100) / bars.length)}
                y="100%"
                dy="1.6em"
                textAnchor="middle"
                fill="var(--muted)"
                // A narrow chart has room for half of the labels.
                className={fromLast % (2 * every) > 0 ? "hidden @lg:inline" : undefined}
              >
                {bar.short}
              </text>
            );
          })}
        </svg>
        {hovered === undefined ? null : <BarTooltip bars={bars} index={hovered} />}
      </div>
    </div>
  );
}

/** Positions in percent of the chart. */
function computeScales(bars: Bar[]) {
  const layers = stack<unknown, Bar, StatusClass>().keys(CHART_STATUS_CLASSES)(bars);
  const max = Math.max(1, ...layers.flat().map(([, top]) => top));
  const [, height = max] = nice(0, max, MAX_GRID_LINES);
  const step = 100 / bars.length;
  // A chart with few bars gets wider gaps.
  const gap = step * (bars.length > MAX_AXIS_LABELS ? 0.2 : 0.5);
  return {
    layers,
    lines: ticks(0, height, MAX_GRID_LINES).filter(Number.isInteger),
    width: step - gap,
    left: (index: number) => index * step + gap / 2,
    top: (count: number) => 100 - (100 * count) / height,
  };
}

type Scales = ReturnType<typeof computeScales>;

function Grid({ lines, top }: Scales) {
  return lines.map((line) => (
    <g key={line}>
      <line
        x2="100%"
        y1={percent(top(line))}
        y2={percent(top(line))}
        stroke={line === 0 ? "var(--control)" : "var(--line)"}
      />
      <text dx="-0.75em" y={percent(top(line))} dy="0.35em" textAnchor="end" fill="var(--muted)">
        {line.toLocaleString("en-GB")}
      </text>
    </g>
  ));
}

function Stacks({ layers, left, top, width }: Scales) {
  const id = useId();
  return (
    <>
      <defs>
        <StatusPatterns id={id} />
      </defs>
      {layers.map((layer) => (
        <g key={layer.key} fill={PATTERN_FILLS[layer.key](id)} stroke={`var(--chart-${layer.key})`}>
          {layer.map(([from, to], index) =>
            to > from ? (
              <rect
                key={layer[index]?.data.key}
                x={percent(left(index))}
                width={percent(width)}
                y={percent(top(to))}
                height={percent(top(from) - top(to))}
              />
            ) : null,
          )}
        </g>
      ))}
    </>
  );
}

/** The numbers of one bar, shown next to it. */
function BarTooltip({ bars, index }: { bars: Bar[]; index: number }) {
  const bar = bars[index];
  if (!bar) return null;
  const inFirstHalf = index < bars.length / 2;
  const offset = percent(((inFirstHalf ? index + 1 : bars.length - index) * 100) / bars.length);
  return (
    <div
      className="pointer-events-none absolute top-0 z-10 rounded-lg border border-line bg-card px-3 py-2 text-sm whitespace-nowrap shadow-lg"
      style={inFirstHalf ? { left: offset } : { right: offset }}
    >
      <p className="font-semibold">{bar.label}</p>
      {[...CHART_STATUS_CLASSES].reverse().map((statusClass) => (
        <p key={statusClass} className="flex items-center gap-2">
          <StatusSwatch statusClass={statusClass} />
          <span>{`${STATUS_CLASSES[statusClass]}: ${bar[statusClass]}`}</span>
        </p>
      ))}
    </div>
  );
}
