"use client";

import { Component, type ReactNode } from "react";

/**
 * React's error when another program has replaced or moved a node: the translation of a browser replaces each text. Our own
 * code avoids it (testing/changing-text.test.ts); extensions and browsers may do more.
 */
const isForeignChange = (error: unknown): error is DOMException =>
  error instanceof DOMException && error.name === "NotFoundError";

/** Errors after which a boundary has remounted already. The boundaries around it must not try again. */
const unrecoverable = new WeakSet<DOMException>();

interface ReplacedContent {
  content: HTMLElement;
  focused: Element | null;
}

interface State {
  error: unknown;
}

/**
 * Remounts its content once after such an error, with what was typed and selected in it. The state of dialogs must be outside.
 * Any other or further error goes to the error page.
 */
export class TranslationBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };
  #content: HTMLDivElement | null = null;
  #hasRemounted = false;

  static getDerivedStateFromError(error: unknown): State {
    if (!isForeignChange(error) || unrecoverable.has(error)) throw error;
    return { error };
  }

  // React is about to remove the content, whose fields keep what was typed.
  override getSnapshotBeforeUpdate(_: unknown, before: State): ReplacedContent | null {
    const { error } = this.state;
    if (error === null || error === before.error || !this.#content) return null;
    return { content: this.#content, focused: document.activeElement };
  }

  override componentDidUpdate(_: unknown, __: unknown, replaced: ReplacedContent | null): void {
    const content = this.#content;
    if (!replaced || !content) return;
    // Hardly any page needs it.
    import("./restore-fields").then(
      ({ restoreFields }) => restoreFields(replaced.content, replaced.focused, content),
      () => {},
    );
  }

  override componentDidCatch(): void {
    this.#hasRemounted = true;
    this.setState({ error: null });
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (isForeignChange(error) && this.#hasRemounted) {
      unrecoverable.add(error);
      throw error;
    }
    return (
      // React removes this element as a whole, whatever became of its children.
      <div
        className="contents"
        ref={(element) => {
          if (element) this.#content = element;
        }}
      >
        {this.props.children}
      </div>
    );
  }
}
