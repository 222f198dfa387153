import { type ComponentProps, type ReactNode, useId } from "react";

interface Props extends Omit<ComponentProps<"input">, "id" | "type"> {
  type: "checkbox" | "radio";
  label: ReactNode;
  /** The accessible description, not part of the name. */
  hint?: ReactNode;
}

/** A checkbox or radio button with a clickable label. */
export function CheckboxOrRadio({ type, label, hint, ...input }: Props) {
  const id = useId();
  return (
    <div className="flex items-start gap-3 py-1.5">
      <input
        id={id}
        type={type}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="mt-[3px]"
        {...input}
      />
      <div className="min-w-0">
        <label htmlFor={id} className="block break-words">
          {label}
        </label>
        {hint ? (
          <p id={`${id}-hint`} className="text-sm text-muted">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}
