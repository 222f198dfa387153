/** What a page is asked for, already checked. Instants are ISO texts. */
export interface ConversationFilters {
  environment: string;
  startTime?: string;
  endTime?: string;
  /** Lower-case channel names; `voice` asks for every VOICE-* beside them. */
  channels?: { exact: string[]; voice: boolean };
  variantId?: string;
  variantName?: string;
  inProgress?: boolean;
  /** Words that one and the same turn must hold, on the given side or on either. */
  spoken?: { words: string[]; by: "user" | "agent" | null };
}

/** Filters as conditions on `conversations c`. */
export interface FilterConditions {
  /** All but what is said. */
  where: string;
  /** The same with the environment as the index has it that all of a workspace's conversations are walked along. */
  whereInWorkspace: string;
  /** Names the combination: few enough to be prepared once each. Short, because PostgreSQL knows statements by the first
   * 63 characters of their names. */
  tag: string;
  /**
   * Set where the filters may take few of an agent's conversations, however many there are: they are then read channel
   * by channel, of one variant or of all, each along an index that has these in front. `rest` is `where` without the
   * channels: said again of a channel that passed them, they make the planner expect few rows and sort them all.
   */
  byChannel: { variant: string; channels: string; rest: string } | null;
  /** Whether only conversations in progress pass. */
  inProgressOnly: boolean;
  /** Set of calls under way that are filtered further: which are, and the rest. They are few, and all looked at in order. */
  inProgressScan: { which: string; rest: string } | null;
  /** Whether it holds the words anywhere, which an index knows, and whether one turn holds them all. */
  spoken: { words: string; turn: string } | null;
}

/**
 * The filters as conditions.
 * @param parameter adds a value to the statement's and gives its `$n`
 */
export function filterConditions(
  filters: ConversationFilters,
  parameter: (value: unknown) => string,
): FilterConditions {
  const conditions: string[] = [];
  let tag = "";
  const add = (word: string, condition: string) => {
    tag += `.${word}`;
    conditions.push(condition);
    return condition;
  };
  const environment = parameter(filters.environment);
  conditions.push(`c.environment = ${environment}`);
  if (filters.startTime) add("from", `c.started_at >= ${parameter(filters.startTime)}::timestamptz`);
  if (filters.endTime) add("to", `c.started_at < ${parameter(filters.endTime)}::timestamptz`);
  // Calls under way are few; that one is, is written out, because a plan for either value could not use their index.
  if (filters.inProgress !== undefined)
    add(filters.inProgress ? "on" : "off", filters.inProgress ? "c.in_progress" : "not c.in_progress");
  const which = conditions.join(" and ");
  const first = conditions.length;
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
    const asked = parameter(words);
    const said = by === null ? "t.said_user || t.said_agent" : `t.said_${by}`;
    tag += `.${by ?? "said"}`;
    spoken = {
      words: `c.words @> ${asked}::text[]`,
      turn: `exists (select from unnest(c.user_words, c.agent_words) as t(said_user, said_agent)
        where not exists (select from unnest(${asked}::text[]) as w where strpos(${said}, ' ' || w || ' ') = 0))`,
    };
  }
  const seldom = !filters.inProgress && (variant !== "true" || channels !== "true");
  return {
    where: conditions.join(" and "),
    whereInWorkspace: [`lower(c.environment) = lower(${environment})`, ...conditions.slice(1)].join(" and "),
    tag,
    inProgressScan:
      filters.inProgress && conditions.length > first
        ? { which, rest: conditions.slice(first).join(" and ") }
        : null,
    inProgressOnly: filters.inProgress === true,
    byChannel: seldom ? { variant, channels, rest } : null,
    spoken,
  };

  /** Names may be long, and an index entry has its limits: the index has their beginnings. */
  function isVariant(column: string, name: string): string {
    const asked = parameter(name);
    return `left(c.${column}, 100) = left(${asked}, 100) and c.${column} = ${asked}`;
  }
}
