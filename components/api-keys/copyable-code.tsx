import { Copy } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../ui/button";
import { COPY_FAILED, copyText } from "../ui/copy-text";
import { useToast } from "../ui/toast";

interface Props {
  text: string;
  /** The accessible name of the copy button. */
  label: string;
  copiedMessage: ReactNode;
}

/** A short text with a copy button. */
export function CopyableCode({ text, label, copiedMessage }: Props) {
  const showToast = useToast();
  const copy = async (button: HTMLElement) => {
    const copied = await copyText(text, button);
    showToast(copied ? copiedMessage : COPY_FAILED);
  };
  return (
    <div className="flex items-center gap-2 rounded-xl bg-well pl-3">
      <code translate="no" className="min-w-0 flex-1 font-mono text-[0.8125rem] break-all">
        {text}
      </code>
      <Button
        variant="ghost"
        size="icon"
        aria-label={label}
        onClick={(event) => void copy(event.currentTarget)}
      >
        <Copy aria-hidden size={17} />
      </Button>
    </div>
  );
}
