"use client";

import { createContext, Fragment, type ReactNode, useContext, useSyncExternalStore } from "react";
import { SOURCE_VALUES } from "./placeholders";

/** The values in the examples of a page. */
export interface ExampleValues {
  /** The public URL of this server. In the browser, the origin of the page replaces it. */
  origin: string;
  /** A slug, or one of PLACEHOLDERS. */
  workspace: string;
  agent: string;
}

const ExampleValuesContext = createContext<ExampleValues>(SOURCE_VALUES);

export function ExampleValuesProvider({ values, children }: { values: ExampleValues; children: ReactNode }) {
  return <ExampleValuesContext value={values}>{children}</ExampleValuesContext>;
}

const noopSubscribe = () => () => {};

/** Returns a function that puts the reader's server, workspace and agent into a text of the documentation. */
export function useExample(): (text: string) => string {
  const values = useContext(ExampleValuesContext);
  const origin = useSyncExternalStore(
    noopSubscribe,
    () => window.location.origin,
    () => values.origin,
  );
  return (text) =>
    text
      .replaceAll(SOURCE_VALUES.origin, origin)
      .replaceAll(SOURCE_VALUES.workspace, values.workspace)
      .replaceAll(SOURCE_VALUES.agent, values.agent);
}

/** A text of the documentation with the reader's values. Placeholders are highlighted. */
export function ExampleText({ text }: { text: string }) {
  const parts = useExample()(text).split(/(YOUR_(?:WORKSPACE|AGENT))/);
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts have no other key, and keep their order.
    <Fragment key={index}>
      {index % 2 === 1 ? (
        <mark className="rounded-sm bg-warn-well px-0.5 font-semibold text-warn">{part}</mark>
      ) : (
        <span>{part}</span>
      )}
    </Fragment>
  ));
}
