import { focusHeading } from "./focus";

// Not switches: each takes effect at once, so its state is not in the replaced content, and a press would save it again.
const FIELDS = "input:not([type=hidden]), select, textarea";
type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const isOn = (field: Field): boolean => field instanceof HTMLInputElement && field.checked;

/**
 * What a field is, without its label: a translation has changed that in one of the contents. Only names are the same in both.
 * React makes new IDs for new elements, and names of radio buttons from them.
 */
function describeField(content: HTMLElement, field: Field): string {
  if (field.type !== "radio" && field.type !== "checkbox") return [field.type, field.name].join("\n");
  // Not `labels`, which is empty in content that has been removed from the page.
  const label = content.querySelector(`label[for="${CSS.escape(field.id)}"]`);
  const named = field.getAttribute("aria-label") ?? label?.querySelector("[translate=no]")?.textContent;
  return [field.type, field.type === "radio" ? "" : field.name, field.value, named].join("\n");
}

/** The fields by what they are and by position among those that are the same. */
function fieldsByKey(content: HTMLElement): Map<string, Field> {
  const fields = new Map<string, Field>();
  for (const field of content.querySelectorAll<Field>(FIELDS)) {
    const kind = describeField(content, field);
    let n = 0;
    while (fields.has(`${kind}\n${n}`)) n++;
    fields.set(`${kind}\n${n}`, field);
  }
  return fields;
}

/** A field can appear because of the value of another one, such as a date. */
const PASSES = 3;

/**
 * Repeats what the user typed and selected in the fields of content that has been replaced, as if the user did it again.
 * @param focused the element that had the focus
 */
export function restoreFields(
  before: HTMLElement,
  focused: Element | null,
  now: HTMLElement,
  pass = 1,
): void {
  const fields = fieldsByKey(now);
  for (const [key, old] of fieldsByKey(before)) {
    const field = fields.get(key);
    if (!field) continue;
    if (isOn(field) !== isOn(old)) field.click();
    else if (field.value !== old.value) setValue(field, old.value);
    if (old === focused) field.focus();
  }
  if (pass < PASSES) setTimeout(() => restoreFields(before, focused, now, pass + 1));
  // A button or link that is gone, outside of a dialog, which keeps the focus itself.
  else if (before.contains(focused) && document.activeElement === document.body) {
    focusHeading({ preventScroll: true });
  }
}

/** Sets a value as a user does: React ignores a value that it has seen on the element itself. */
function setValue(field: Field, value: string): void {
  const property = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value");
  property?.set?.call(field, value);
  field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? "change" : "input", { bubbles: true }));
}
