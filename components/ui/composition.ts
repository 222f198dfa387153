/** The field whose text an input method is composing, such as kana that become kanji; null without a composition. */
let composedField: EventTarget | null = null;

/**
 * True for a key that an input method handles itself (UI Events, 5.3.3). Safari ends the composition before the key event
 * and marks it by the key code only.
 */
const isCompositionKey = ({ isComposing, keyCode }: KeyboardEvent): boolean => isComposing || keyCode === 229;

/**
 * Hides the keys of an input method from every listener of the page: Escape that cancels a composition closes no dialog,
 * and Enter that accepts one submits no form. Listens on the window, before Radix and React, which listen on the document.
 */
export function ignoreCompositionKeys(): void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (isCompositionKey(event)) event.stopImmediatePropagation();
  };
  const onComposition = ({ type, target }: CompositionEvent) => {
    composedField = type === "compositionstart" ? target : null;
  };
  window.addEventListener("keydown", onKeyDown, true);
  window.addEventListener("compositionstart", onComposition, true);
  window.addEventListener("compositionend", onComposition, true);
  window.addEventListener("submit", blockSubmitByComposition, true);
}

/** A press on the submit button moves the focus, which ends the composition: only Enter can submit during one. */
function blockSubmitByComposition(event: SubmitEvent): void {
  if (composedField === null || document.activeElement !== composedField) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}
