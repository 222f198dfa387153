import { useState } from "react";
import type { FieldValues, Path, PathValue, UseFormReturn } from "react-hook-form";
import type { Result } from "@/lib/core/result";
import { FetchError } from "../data/fetch-json";
import type { ConflictingField } from "./edit-conflict-notice";

/** Labels and formatters of the fields that another user may change. */
type FieldFormatters<V, B> = {
  [K in keyof V & keyof B]?: { label: string; format: (value: B[K]) => string };
};

/**
 * Optimistic editing of a record that other users edit too. When another user saved first, it fetches the record, lists
 * their changes, and continues from there.
 * @param initial the record as the page has it
 */
export function useEditConflict<V extends FieldValues, B extends object>(
  form: UseFormReturn<V, unknown, V>,
  initial: B,
  formatters: FieldFormatters<V, B>,
) {
  const [base, setBase] = useState(initial);
  const [fields, setFields] = useState<ConflictingField[]>([]);

  /** Copies the remote value into each field that this user had not changed; their own entries stay. */
  const applyRemoteChanges = (now: B, values: V) => {
    const conflicts: ConflictingField[] = [];
    for (const name of Object.keys(formatters) as (Path<V> & keyof V & keyof B)[]) {
      const formatter = formatters[name];
      if (!formatter || isSameValue(base[name], now[name])) continue;
      // Form field and record field of the same name have the same type.
      const yours = values[name] as unknown as B[typeof name];
      const touched = !isSameValue(yours, base[name]);
      conflicts.push({
        field: formatter.label,
        theirs: formatter.format(now[name]),
        yours: touched ? formatter.format(yours) : null,
      });
      if (!touched) form.setValue(name, now[name] as PathValue<V, typeof name>);
    }
    setFields(conflicts);
    setBase(now);
  };

  /** @param read fetches the record; undefined if it was deleted, which the next save reports */
  const save = async <T>(
    values: V,
    send: () => Promise<Result<T>>,
    read: () => Promise<B | undefined>,
  ): Promise<Result<T>> => {
    const result = await send();
    if (result.ok || result.error.code !== "STALE_EDIT") return result;
    try {
      const now = await read();
      if (now) applyRemoteChanges(now, values);
      return result;
    } catch (error) {
      if (error instanceof FetchError) return { ok: false, error: error.error };
      throw error;
    }
  };

  return { base, fields, save };
}

/** Compares JSON values: strings, and lists and records in the same order. */
export const isSameValue = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
