import { useState } from "react";
import type { FieldValues, Path, PathValue, UseFormReturn } from "react-hook-form";
import type { Result } from "@/lib/core/result";
import { FetchError } from "../data/fetch-json";
import type { ConflictingField } from "./edit-conflict-notice";

/** How fields that somebody else may have changed are told: what each is called, and its value in words. */
type FieldFormatters<V, B> = { [K in keyof V & keyof B]?: { label: string; tell: (value: B[K]) => string } };

/**
 * An edit of what others may edit too. It begins from what was last known; where somebody else saved first, it reads what
 * is there now, tells what they changed, and goes on from there.
 * @param known what is edited, as the page knew it
 */
export function useEditConflict<V extends FieldValues, B extends object>(
  form: UseFormReturn<V, unknown, V>,
  known: B,
  words: FieldFormatters<V, B>,
) {
  const [base, setBase] = useState(known);
  const [fields, setFields] = useState<ConflictingField[]>([]);

  /** Takes over what somebody else saved. What the person had not touched is theirs to have; what they typed stays. */
  const takeOver = (now: B, values: V) => {
    const told: ConflictingField[] = [];
    for (const name of Object.keys(words) as (Path<V> & keyof V & keyof B)[]) {
      const word = words[name];
      if (!word || isSameValue(base[name], now[name])) continue;
      // The form's field of that name holds what the thing itself has there.
      const yours = values[name] as unknown as B[typeof name];
      const touched = !isSameValue(yours, base[name]);
      told.push({
        field: word.label,
        theirs: word.tell(now[name]),
        yours: touched ? word.tell(yours) : null,
      });
      if (!touched) form.setValue(name, now[name] as PathValue<V, typeof name>);
    }
    setFields(told);
    setBase(now);
  };

  /** @param read what is there now; nothing where it is gone altogether, which the next save is told */
  const save = async <T>(
    values: V,
    send: () => Promise<Result<T>>,
    read: () => Promise<B | undefined>,
  ): Promise<Result<T>> => {
    const result = await send();
    if (result.ok || result.error.code !== "STALE_EDIT") return result;
    try {
      const now = await read();
      if (now) takeOver(now, values);
      return result;
    } catch (error) {
      if (error instanceof FetchError) return { ok: false, error: error.error };
      throw error;
    }
  };

  return { base, fields, save };
}

/** Texts, and lists of them that come in one order. */
const isSameValue = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
