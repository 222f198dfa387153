/** Validated filters of a conversation list. Times are ISO 8601 texts. */
export interface ConversationFilters {
  environment: string;
  startTime?: string;
  endTime?: string;
  /** Lowercase channel names; `voice` adds all VOICE-* channels. */
  channels?: { exact: string[]; voice: boolean };
  variantId?: string;
  variantName?: string;
  inProgress?: boolean;
  /** Words that one turn must contain, on the given side or on either. */
  spoken?: { words: string[]; by: "user" | "agent" | null };
}

/** Filters as SQL conditions on `conversations c`. */
export interface FilterConditions {
  /** All filters except `spoken`. */
  where: string;
  /** The same, with the environment as the expression of the index on all of a workspace's conversations. */
  whereInWorkspace: string;
  /**
   * Identifies the combination of filters in the statement's name. There are few enough to prepare each once. Short, because
   * PostgreSQL truncates the names of statements to 63 characters.
   */
  tag: string;
  /**
   * Set if the filters may match few of an agent's many conversations. They are then read channel by channel, for one variant
   * or for all, along an index that starts with these columns. `rest` is `where` without the channels: repeating them for a
   * channel that already matches would make the planner expect few rows and sort them all.
   */
  byChannel: { variant: string; channels: string; rest: string } | null;
  /** True if the filters match only conversations in progress. */
  inProgressOnly: boolean;
  /**
   * Set if there are more filters on conversations in progress: the indexed conditions, and the rest. There are few
   * conversations in progress, so all of them are read in order.
   */
  inProgressScan: { indexed: string; rest: string } | null;
  /** Conditions that the conversation contains all words, which an index supports, and that one turn contains them all. */
  spoken: { words: string; turn: string } | null;
}

/**
 * Converts filters to SQL conditions.
 * @param parameter adds a value to the statement's parameters and returns its `$n`
 */
export function filterConditions(
  filters: ConversationFilters,
  parameter: (value: unknown) => string,
): FilterConditions {
  const conditions: string[] = [];
  let tag = "";
  const add = (name: string, condition: string) => {
    tag += `.${name}`;
    conditions.push(condition);
    return condition;
  };
  const environment = parameter(filters.environment);
  conditions.push(`c.environment = ${environment}`);
  if (filters.startTime) add("from", `c.started_at >= ${parameter(filters.startTime)}::timestamptz`);
  if (filters.endTime) add("to", `c.started_at < ${parameter(filters.endTime)}::timestamptz`);
  // A literal, not a parameter: a generic plan for both values could not use the partial index on conversations in progress.
  if (filters.inProgress !== undefined)
    add(filters.inProgress ? "on" : "off", filters.inProgress ? "c.in_progress" : "not c.in_progress");
  const indexed = conditions.join(" and ");
  const indexedCount = conditions.length;
  let variant = "true";
  if (filters.variantId !== undefined) variant = add("vid", isVariant("variant_id", filters.variantId));
  if (filters.variantName !== undefined)
    variant = add("name", isVariant("variant_name", filters.variantName));
  const rest = conditions.join(" and ");
  let channels = "true";
  if (filters.channels) {
    const { exact, voice } = filters.channels;
    const group = voice ? " or lower(c.channel) like 'voice-%'" : "";
    channels = add(voice ? "voice" : "chan", `(lower(c.channel) = any(${parameter(exact)}::text[])${group})`);
  }
  let spoken: FilterConditions["spoken"] = null;
  if (filters.spoken) {
    const { words, by } = filters.spoken;
    const wordsParameter = parameter(words);
    const turnWords = by === null ? "t.user_words || t.agent_words" : `t.${by}_words`;
    tag += `.${by ?? "either"}`;
    spoken = {
      words: `c.words @> ${wordsParameter}::text[]`,
      turn: `exists (select from unnest(c.user_words, c.agent_words) as t(user_words, agent_words)
        where not exists (select from unnest(${wordsParameter}::text[]) as w where strpos(${turnWords}, ' ' || w || ' ') = 0))`,
    };
  }
  const mayMatchFew = !filters.inProgress && (variant !== "true" || channels !== "true");
  return {
    where: conditions.join(" and "),
    whereInWorkspace: [`lower(c.environment) = lower(${environment})`, ...conditions.slice(1)].join(" and "),
    tag,
    inProgressScan:
      filters.inProgress && conditions.length > indexedCount
        ? { indexed, rest: conditions.slice(indexedCount).join(" and ") }
        : null,
    inProgressOnly: filters.inProgress === true,
    byChannel: mayMatchFew ? { variant, channels, rest } : null,
    spoken,
  };

  /** Names may be longer than an index entry can be, so the index contains the first 100 characters. */
  function isVariant(column: string, name: string): string {
    const value = parameter(name);
    return `left(c.${column}, 100) = left(${value}, 100) and c.${column} = ${value}`;
  }
}
