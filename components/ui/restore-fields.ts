const FIELDS = "input:not([type=hidden]), select, textarea, [role=switch]";
type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement | HTMLButtonElement;

const isOn = (field: Field): boolean =>
  field instanceof HTMLInputElement ? field.checked : field.getAttribute("aria-checked") === "true";

/** The fields by type, label and position among those with the same label. React makes new IDs for new elements. */
function fieldsByKey(content: HTMLElement): Map<string, Field> {
  const fields = new Map<string, Field>();
  for (const field of content.querySelectorAll<Field>(FIELDS)) {
    // Not `labels`, which is empty in content that has been removed from the page.
    const label = content.querySelector(`label[for="${CSS.escape(field.id)}"]`) ?? field.closest("label");
    const option = field.type === "radio" || field.type === "checkbox" ? field.value : "";
    const kind = [field.type, field.getAttribute("aria-label") ?? label?.textContent, option].join("\n");
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
}

/** Sets a value as a user does: React ignores a value that it has seen on the element itself. */
function setValue(field: Field, value: string): void {
  const property = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value");
  property?.set?.call(field, value);
  field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? "change" : "input", { bubbles: true }));
}
