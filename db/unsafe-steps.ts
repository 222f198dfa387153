/** A step that the previous version's code, which still runs while a new version migrates, may not survive. */
interface Rule {
  step: RegExp;
  why: string;
  /** Harmless on a table that the same migration makes: nobody else knows it yet. */
  fineOnNew?: boolean;
}

const RULES: Rule[] = [
  {
    step: /\bdrop\s+(table|column|schema|view|type)\b/i,
    why: "the previous version still uses what is dropped",
  },
  { step: /\bdrop\s+(index|constraint)\b/i, why: "the previous version may rely on it" },
  {
    step: /\balter\s+(table|index|type|view)\b[^;]*\brename\b/i,
    why: "the previous version knows the old name",
  },
  { step: /\bset\s+not\s+null\b/i, why: "the previous version may write null" },
  {
    step: /\bset\s+data\s+type\b|\balter\s+column\s+\S+\s+type\b/i,
    why: "the table is rewritten under a lock",
  },
  {
    step: /\badd\s+column\b(?=[^;]*?\bnot\s+null\b)(?![^;]*?\b(default|generated)\b)/i,
    why: "the previous version writes rows without the column",
  },
  {
    step: /\bcreate\s+(unique\s+)?index\b/i,
    why: "writes to the table wait until the index is built",
    fineOnNew: true,
  },
  {
    step: /\badd\s+constraint\b(?![^;]*\bnot\s+valid\b)/i,
    why: "writes to the table wait until every row is checked, and the previous version may break the constraint",
    fineOnNew: true,
  },
];

const MADE = /\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?"?(\w+)"?/gi;
const TOUCHED = /\b(?:on|alter\s+table)\s+(?:only\s+)?"?(\w+)"?/i;
/** How a migration says why a step that looks unsafe is not: in a comment beside the statement. */
const SAID = /^[^\S\n]*--[^\S\n]*safe:[^\S\n]*\S+([^\S\n]+\S+){2,}/im;

/**
 * What in a migration is not safe beside the previous version's code, and why. A statement with a comment
 * `-- safe: the reason, in words` is passed by. Where writes wait all the same, docs/operations.md says how long.
 */
export function unsafeSteps(migration: string): string[] {
  const made = new Set([...migration.matchAll(MADE)].map(([, table]) => table));
  const found: string[] = [];
  for (const part of migration.split("--> statement-breakpoint")) {
    if (SAID.test(part)) continue;
    for (const statement of part.replace(/--.*$/gm, "").split(";")) {
      const onNew = made.has(TOUCHED.exec(statement)?.[1]);
      // Of several columns that are added at once, each is looked at by itself.
      for (const step of statement.split(/,(?=\s*add\s+column\b)/i)) {
        for (const rule of RULES) {
          const match = rule.step.exec(step);
          if (match && !(onNew && rule.fineOnNew))
            found.push(`${match[0].replace(/\s+/g, " ")}: ${rule.why}`);
        }
      }
    }
  }
  return found;
}
