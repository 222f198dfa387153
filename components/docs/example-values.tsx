"use client";

import { createContext, Fragment, type ReactNode, useContext, useSyncExternalStore } from "react";

/** What the pages' examples are written with, as the files of docs/ have it. */
const SOURCE_VALUES = {
  origin: "http://localhost:3000",
  workspace: "harbour-hotels",
  agent: "front-desk-uk",
};

/** What the examples of a page are shown with. */
export interface ExampleValues {
  /** This server's public address; a browser puts the address at which it reached the server in its place. */
  origin: string;
  /** A slug, or what PLACEHOLDERS has in its place. */
  workspace: string;
  agent: string;
}

const ExampleValuesContext = createContext<ExampleValues>(SOURCE_VALUES);

export function ExampleValuesProvider({ values, children }: { values: ExampleValues; children: ReactNode }) {
  return <ExampleValuesContext value={values}>{children}</ExampleValuesContext>;
}

const noopSubscribe = () => () => {};

/** Puts the reader's server, workspace and agent into a text of the documentation. */
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

/** A text of the documentation with the reader's values in it; what they have to replace is marked. */
export function ExampleText({ text }: { text: string }) {
  const parts = useExample()(text).split(/(YOUR_(?:WORKSPACE|AGENT))/);
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name, and keep their order.
    <Fragment key={index}>
      {index % 2 === 1 ? (
        <mark className="rounded-sm bg-warn-well px-0.5 font-semibold text-warn">{part}</mark>
      ) : (
        part
      )}
    </Fragment>
  ));
}
