"use client";

import { clsx } from "clsx";
import { Check, Copy } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "./button";
import { copyText } from "./copy-text";

interface Props {
  text: string;
  /** What the button says, "Copy key", and what it copies, for the sentence after. */
  label: string;
  contentLabel: string;
  prominent?: boolean;
  autoFocus?: boolean;
  onCopied?: () => void;
  /** What stands between the text and its button. */
  children?: ReactNode;
}

/** One piece of text and a button that copies it, and says so only when the clipboard took it. */
export function CopyField({ text, label, contentLabel, prominent, autoFocus, onCopied, children }: Props) {
  const shown = useRef<HTMLElement>(null);
  const [outcome, setOutcome] = useState<"copied" | "refused">();
  const copy = async (button: HTMLElement) => {
    const copied = await copyText(text, button);
    setOutcome(copied ? "copied" : "refused");
    if (copied) return onCopied?.();
    // What cannot be copied for the person is selected for them.
    if (shown.current) window.getSelection()?.selectAllChildren(shown.current);
  };
  return (
    <div className={clsx("flex gap-3", prominent ? "flex-col" : "items-start max-sm:flex-col")}>
      <code
        ref={shown}
        className={clsx(
          "min-w-0 rounded-xl bg-well px-4 py-3 font-mono break-all select-all max-sm:w-full sm:flex-1",
          prominent ? "text-[0.9375rem]" : "text-[0.8125rem]",
        )}
      >
        {text}
      </code>
      {children}
      <Button
        // The secret is shown once: the first thing that a key press does should be to take it.
        autoFocus={autoFocus}
        variant={prominent ? "primary" : "secondary"}
        size={prominent ? "normal" : "small"}
        onClick={(event) => void copy(event.currentTarget)}
        className={prominent ? "self-start" : ""}
      >
        {outcome === "copied" ? <Check aria-hidden size={17} /> : <Copy aria-hidden size={17} />}
        {label}
      </Button>
      <span role="status" className={clsx("text-sm", prominent || outcome === "refused" ? "" : "sr-only")}>
        {outcome === "copied" ? `${contentLabel} copied.` : null}
        {outcome === "refused" ? "The browser refused. The text is selected: press Ctrl+C or ⌘C." : null}
      </span>
    </div>
  );
}
