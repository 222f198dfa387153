import { importedConversationSchema } from "@/lib/features/conversations/contract";
import { toRow } from "@/lib/features/conversations/to-row";

// Whole calls of ten turns, made by the product's own code, with places that the fill puts each call's own words into.

/** Places in a call: its booking's reference, its caller's town, the day it was on. */
export const PLACEHOLDERS = { reference: "qzref", town: "qztown", day: "2001-01-01" } as const;

/** A call ready to be stored, but for its places. Lists of words stand as one text, parted by "|". */
export interface Dialogue {
  topic: string;
  turns: string;
  latencies: string;
  userWords: string;
  agentWords: string;
  words: string;
  silences: number;
  outOfDomain: number;
}

const TOPICS: [string, string, string][] = [
  ["booking", "I would like a room with a view of the harbour for two nights", "The double room is free"],
  ["luggage", "Can you keep our luggage until the evening train", "Leave your luggage with the porter"],
  ["parking", "Is there somewhere to park a van overnight", "The garage below the house takes vans"],
  ["breakfast", "When is breakfast served at the weekend", "Breakfast is from seven to eleven"],
  ["invoice", "I need the invoice again with our company name", "The invoice is on its way to you by mail"],
  ["late_arrival", "We land after midnight and come by taxi", "Somebody is at the desk all night"],
  ["cancel", "Something came up and I have to cancel", "It is cancelled without any fee"],
  ["spa", "Is the sauna open on Sunday evening", "The sauna is open until ten"],
];

const SYLLABLES = [
  "ba",
  "del",
  "for",
  "gi",
  "hum",
  "ka",
  "lor",
  "mi",
  "nev",
  "os",
  "pra",
  "rin",
  "su",
  "tol",
  "vex",
];
const VOCABULARY = 3000;

/** The n-th word of a made-up vocabulary. */
function vocabularyWord(n: number): string {
  let word = "";
  for (let rest = n + 16; rest > 0; rest = Math.floor(rest / 15)) word += SYLLABLES[rest % 15];
  return word;
}

/** A small seeded generator: two fills are the same. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) / 2 ** 23;
  };
}

/** Words as language has them: the k-th about k times rarer than the first. */
const randomWord = (random: () => number): string => vocabularyWord(Math.floor(VOCABULARY ** random()) - 1);

/** So many different calls; the n-th is about the topic n modulo 8. */
export function* dialogues(count: number): Generator<Dialogue> {
  for (let n = 0; n < count; n++) {
    const random = seededRandom(n + 1);
    const [topic = "", question = "", answer = ""] = TOPICS[n % TOPICS.length] ?? [];
    const said = () => Array.from({ length: 4 }, () => randomWord(random)).join(" ");
    const turns = Array.from({ length: 10 }, (_, place) => {
      const second = String(place * 5 + 3).padStart(2, "0");
      const silent = place === 6 && n % 20 === 0;
      return {
        user_input: silent
          ? ""
          : (["Hello, this is somebody from qztown.", `${question}, please.`, "The reference is qzref."][
              place
            ] ?? `And what about ${said()}?`),
        user_input_datetime: `${PLACEHOLDERS.day}T10:00:${second}.120Z`,
        agent_response:
          ["Good morning, Harbour Hotel. How can I help?", `${answer}.`, "Thank you, I have found qzref."][
            place
          ] ?? `Of course: ${said()}. Is there "anything" else?`,
        agent_response_datetime: `${PLACEHOLDERS.day}T10:00:${second}.900Z`,
        latency: Math.round(300 + random() * 1100) / 1000,
        intents: place < 3 ? [`ask_${topic}`] : [],
        entities: place === 2 ? [{ reference: "qzref" }] : [],
        is_silence: silent,
        is_ood: place === 8 && n % 33 === 0,
      };
    });
    const stored = toRow(
      importedConversationSchema.parse({
        ...{
          id: "x",
          environment: "live",
          started_at: `${PLACEHOLDERS.day}T10:00:00Z`,
          channel: "VOICE-SIP",
        },
        ...{ in_progress: false, turns },
      }),
    );
    const parted = (list: string) => (JSON.parse(list) as string[]).join("|");
    yield {
      topic,
      turns: stored.turns,
      latencies: stored.latencies,
      userWords: parted(stored.userWords),
      agentWords: parted(stored.agentWords),
      words: parted(stored.words),
      silences: stored.numSilences,
      outOfDomain: stored.numOod,
    };
  }
}
