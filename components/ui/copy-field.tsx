"use client";

import { clsx } from "clsx";
import { Check, Copy } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "./button";
import { COPY_BLOCKED, copyText } from "./copy-text";

interface Props {
  text: string;
  /** The text of the button, such as "Copy key", and the subject of "Key copied." */
  label: string;
  contentLabel: string;
  prominent?: boolean;
  autoFocus?: boolean;
  onCopied?: () => void;
  /** Shown between the text and its button. */
  children?: ReactNode;
}

/** A text with a copy button, which reports success only if the clipboard has the text. */
export function CopyField({ text, label, contentLabel, prominent, autoFocus, onCopied, children }: Props) {
  const shown = useRef<HTMLElement>(null);
  const [outcome, setOutcome] = useState<"copied" | "failed">();
  const copy = async (button: HTMLElement) => {
    const copied = await copyText(text, button);
    setOutcome(copied ? "copied" : "failed");
    if (copied) return onCopied?.();
    // The user can copy the selection by keyboard.
    if (shown.current) window.getSelection()?.selectAllChildren(shown.current);
  };
  return (
    <div className={clsx("flex gap-3", prominent ? "flex-col" : "items-start max-sm:flex-col")}>
      <code
        ref={shown}
        translate="no"
        className={clsx(
          "min-w-0 rounded-xl bg-well px-4 py-3 font-mono break-all select-all max-sm:w-full sm:flex-1",
          prominent ? "text-[0.9375rem]" : "text-[0.8125rem]",
        )}
      >
        {text}
      </code>
      {children}
      <Button
        // A secret is shown once, so Enter should copy it.
        autoFocus={autoFocus}
        variant={prominent ? "primary" : "secondary"}
        size={prominent ? "normal" : "small"}
        onClick={(event) => void copy(event.currentTarget)}
        className={prominent ? "self-start" : ""}
      >
        {outcome === "copied" ? <Check aria-hidden size={17} /> : <Copy aria-hidden size={17} />}
        <span>{label}</span>
      </Button>
      <span role="status" className={clsx("text-sm", prominent || outcome === "failed" ? "" : "sr-only")}>
        {outcome === "copied"
          ? `${contentLabel} copied.`
          : outcome === "failed"
            ? `${COPY_BLOCKED} The text is selected: press Ctrl+C or ⌘C.`
            : null}
      </span>
    </div>
  );
}
