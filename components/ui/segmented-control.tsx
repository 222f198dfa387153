import { useId } from "react";

interface Props<V extends string> {
  /** The name of the group, for assistive technology only. */
  legend: string;
  options: Record<V, string>;
  value: V;
  onChange: (value: V) => void;
}

/** Radio buttons that look like one control. */
export function SegmentedControl<V extends string>({ legend, options, value, onChange }: Props<V>) {
  const name = useId();
  return (
    <fieldset className="inline-flex min-w-0 flex-wrap gap-1 rounded-3xl border border-line p-1">
      <legend className="sr-only">{legend}</legend>
      {(Object.entries(options) as [V, string][]).map(([option, label]) => (
        <label
          key={option}
          className="relative flex min-h-9 items-center rounded-full px-3 text-sm font-semibold text-muted hover:text-ink has-checked:bg-strong has-checked:text-on-strong has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus forced-colors:forced-color-adjust-none forced-colors:text-[ButtonText] forced-colors:has-checked:bg-[Highlight] forced-colors:has-checked:text-[HighlightText]"
        >
          {/* Invisible over the whole label, so that a click focuses the input. */}
          <input
            type="radio"
            name={name}
            checked={value === option}
            onChange={() => onChange(option)}
            className="absolute inset-0 size-full! cursor-pointer opacity-0"
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
