import { type ReactNode, useId } from "react";

interface Props {
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
}

/** A switch that takes effect at once. */
export function Switch({ label, hint, checked, disabled, onChange }: Props) {
  const id = useId();
  return (
    <div className="flex items-start gap-3">
      <button
        type="button"
        role="switch"
        id={id}
        aria-checked={checked}
        disabled={disabled}
        onClick={() => onChange(!checked)}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="group relative h-6 w-10 flex-none rounded-full border border-control bg-transparent transition-colors aria-checked:border-strong aria-checked:bg-strong disabled:opacity-60 forced-colors:aria-checked:border-[Highlight]"
      >
        <span className="block size-4 translate-x-[3px] rounded-full bg-control transition-transform group-aria-checked:translate-x-[19px] group-aria-checked:bg-on-strong forced-colors:bg-[ButtonText] forced-colors:group-aria-checked:bg-[Highlight]" />
      </button>
      <div className="min-w-0 pt-px">
        <label htmlFor={id}>{label}</label>
        {hint ? (
          <p id={`${id}-hint`} className="text-sm text-muted">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}
