/** What a page is asked for, already checked. Instants are ISO texts. */
export interface PageFilters {
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

/**
 * The filters as conditions on `conversations c`, and a tag that names their combination: few enough to be prepared
 * once each. Tags are short, because PostgreSQL knows statements by the first 63 characters of their names.
 * @param parameter adds a value to the statement's and gives its `$n`
 */
export function filterConditions(
  filters: PageFilters,
  parameter: (value: unknown) => string,
): { where: string; tag: string } {
  const conditions: string[] = [];
  let tag = "";
  const add = (word: string, condition: string) => {
    tag += `.${word}`;
    conditions.push(condition);
  };
  conditions.push(`c.environment = ${parameter(filters.environment)}`);
  if (filters.startTime) add("from", `c.started_at >= ${parameter(filters.startTime)}::timestamptz`);
  if (filters.endTime) add("to", `c.started_at < ${parameter(filters.endTime)}::timestamptz`);
  if (filters.channels) {
    const { exact, voice } = filters.channels;
    const group = voice ? " or lower(c.channel) like 'voice-%'" : "";
    add(voice ? "voice" : "chan", `(lower(c.channel) = any(${parameter(exact)}::text[])${group})`);
  }
  if (filters.variantId !== undefined) add("vid", `c.variant_id = ${parameter(filters.variantId)}`);
  if (filters.variantName !== undefined) add("name", `c.variant_name = ${parameter(filters.variantName)}`);
  if (filters.inProgress !== undefined) add("prog", `c.in_progress = ${parameter(filters.inProgress)}`);
  if (filters.spoken) {
    const { words, by } = filters.spoken;
    const asked = parameter(words);
    const said = by === null ? "t.said_user || t.said_agent" : `t.said_${by}`;
    // The index finds conversations that hold the words anywhere; one turn must hold them all.
    add(
      by ?? "said",
      `c.words @> ${asked}::text[] and exists (select from unnest(c.user_words, c.agent_words) as t(said_user, said_agent)
        where not exists (select from unnest(${asked}::text[]) as w where strpos(${said}, ' ' || w || ' ') = 0))`,
    );
  }
  return { where: conditions.join(" and "), tag };
}
