"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/button";
import { COPY_FAILED, copyText } from "../ui/copy-text";
import { ExampleText, useExample } from "./example-values";

interface Props {
  /** The position on the page, which makes the name of each button unique. */
  number: number;
  section: string;
  language?: string;
  text: string;
}

const COPY_MESSAGES = {
  copied: "Copied.",
  failed: COPY_FAILED,
} as const;

/** A scrollable code block with a copy button. */
export function CodeBlock({ number, section, language, text }: Props) {
  const example = useExample();
  const [outcome, setOutcome] = useState<keyof typeof COPY_MESSAGES>();
  const copy = async (button: HTMLElement) =>
    setOutcome((await copyText(example(text), button)) ? "copied" : "failed");
  return (
    <div className="my-5 overflow-hidden rounded-row border border-line/60 bg-well">
      <div className="flex items-center gap-3 pt-1 pr-1 pl-4 text-muted">
        <span className="min-w-0 flex-1 text-xs font-semibold">{language}</span>
        <span role="status" className="text-xs">
          {outcome ? COPY_MESSAGES[outcome] : null}
        </span>
        <Button
          variant="ghost"
          size="icon"
          aria-label={`Copy code ${number}`}
          className="size-9! text-muted! hover:bg-line!"
          onClick={(event) => void copy(event.currentTarget)}
        >
          {outcome === "copied" ? <Check aria-hidden size={16} /> : <Copy aria-hidden size={16} />}
        </Button>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls; this names a scrollable area. */}
      <pre
        translate="no"
        role="group"
        aria-label={`Code ${number}: ${section}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard.
        tabIndex={0}
        className="overflow-x-auto rounded-b-row px-4 pt-1 pb-4 font-mono text-[0.8125rem] leading-relaxed -outline-offset-2"
      >
        <code>
          <ExampleText text={text} />
        </code>
      </pre>
    </div>
  );
}
