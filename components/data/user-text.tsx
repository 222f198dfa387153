import { createElement, type ReactNode } from "react";
import { balanceIsolates } from "@/lib/core/bidi";

/**
 * A text that users wrote or that identifies something, such as a name or an ID: isolated, because its direction may differ
 * from that of the text around it, and never translated. Text without markup uses `isolated` (lib/core/bidi.ts).
 */
export function UserText({ children }: { children: string }) {
  return <bdi translate="no">{balanceIsolates(children)}</bdi>;
}

/**
 * A template whose strings are shown as `UserText`, for sentences with names. Other text in it, such as an error, is a list.
 * An element of its own for each content: React cannot update texts that a translation has replaced.
 */
export const phrase = (texts: TemplateStringsArray, ...values: ReactNode[]): ReactNode =>
  createElement(
    "span",
    { key: texts.reduce((key, text, n) => `${key}${String(values[n - 1])}${text}`) },
    ...texts.flatMap((text, n) => (n === 0 ? [text] : [toUserText(values[n - 1]), text])),
  );

const toUserText = (value: ReactNode): ReactNode =>
  typeof value === "string" ? <UserText>{value}</UserText> : value;
