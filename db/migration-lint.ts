/** A migration step that may break the previous version's code, which keeps running while a new version migrates. */
interface Rule {
  pattern: RegExp;
  reason: string;
  /** Harmless on a table that the same migration creates: no other code uses it yet. */
  safeOnNewTable?: boolean;
}

const RULES: Rule[] = [
  {
    pattern: /\bdrop\s+(table|column|schema|view|type)\b/i,
    reason: "the previous version still uses it",
  },
  { pattern: /\bdrop\s+(index|constraint)\b/i, reason: "the previous version may rely on it" },
  {
    pattern: /\balter\s+(table|index|type|view)\b[^;]*\brename\b/i,
    reason: "the previous version uses the old name",
  },
  { pattern: /\bset\s+not\s+null\b/i, reason: "the previous version may write null" },
  {
    pattern: /\bset\s+data\s+type\b|\balter\s+column\s+\S+\s+type\b/i,
    reason: "PostgreSQL rewrites the table under a lock",
  },
  {
    pattern: /\badd\s+column\b(?=[^;]*?\bnot\s+null\b)(?![^;]*?\b(default|generated)\b)/i,
    reason: "the previous version inserts rows without the column",
  },
  {
    pattern: /\bcreate\s+(unique\s+)?index\b/i,
    reason: "writes to the table wait until the index is built",
    safeOnNewTable: true,
  },
  {
    pattern: /\badd\s+constraint\b(?![^;]*\bnot\s+valid\b)/i,
    reason:
      "writes to the table wait until every row is checked, and the previous version may violate the constraint",
    safeOnNewTable: true,
  },
];

const CREATED_TABLE = /\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?"?(\w+)"?/gi;
const TARGET_TABLE = /\b(?:on|alter\s+table)\s+(?:only\s+)?"?(\w+)"?/i;
/** The comment that explains why a step that looks unsafe is safe; it precedes the statement. */
const SAFE_COMMENT = /^[^\S\n]*--[^\S\n]*safe:[^\S\n]*\S+([^\S\n]+\S+){2,}/im;

/**
 * Finds the steps of a migration that are not safe while the previous version's code runs, with the reasons. Skips a
 * statement with a comment `-- safe: the reason, in words`. If writes wait for such a statement, docs/operations.md says
 * how long.
 */
export function findUnsafeSteps(migration: string): string[] {
  const newTables = new Set([...migration.matchAll(CREATED_TABLE)].map(([, table]) => table));
  const found: string[] = [];
  for (const part of migration.split("--> statement-breakpoint")) {
    if (SAFE_COMMENT.test(part)) continue;
    for (const statement of part.replace(/--.*$/gm, "").split(";")) {
      const onNewTable = newTables.has(TARGET_TABLE.exec(statement)?.[1]);
      // A statement may add several columns; check each one separately.
      for (const step of statement.split(/,(?=\s*add\s+column\b)/i)) {
        for (const rule of RULES) {
          const match = rule.pattern.exec(step);
          if (match && !(onNewTable && rule.safeOnNewTable))
            found.push(`${match[0].replace(/\s+/g, " ")}: ${rule.reason}`);
        }
      }
    }
  }
  return found;
}
