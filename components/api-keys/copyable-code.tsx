import { Copy } from "lucide-react";
import { Button } from "../ui/button";
import { copyText } from "../ui/copy-text";
import { useToast } from "../ui/toast";

interface Props {
  text: string;
  /** What the button does, and what is said once it has. */
  label: string;
  copiedMessage: string;
}

/** A piece of text that is only ever copied, with the button that does it. */
export function CopyableCode({ text, label, copiedMessage }: Props) {
  const announce = useToast();
  const copy = async (button: HTMLElement) => {
    const copied = await copyText(text, button);
    announce(
      copied
        ? copiedMessage
        : "The browser did not let the text be copied. Select it and press Ctrl+C or ⌘C.",
    );
  };
  return (
    <div className="flex items-center gap-2 rounded-xl bg-well pl-3">
      <code className="min-w-0 flex-1 font-mono text-[0.8125rem] break-all">{text}</code>
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
