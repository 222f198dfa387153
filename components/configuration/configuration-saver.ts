import type { QueryClient } from "@tanstack/react-query";
import { configureAgentAction } from "@/lib/agents/actions";
import type { ResponseConfigurationDto } from "@/lib/agents/contract";
import { configurationsQuery } from "./queries";
import { type Setting, sameSetting, tellChanges } from "./tell-changes";

export type SaveState =
  | { at: "rest" | "saving" | "saved" }
  /**
   * What was chosen is still on the screen; `stale` means that somebody else's choice took its place. Without an answer,
   * or one of the database, nobody knows whether it was saved.
   */
  | { at: "failed"; code?: string; answered: boolean; message: string; stale: boolean };

/** What the database has, as far as is known here. */
interface Known {
  setting: Setting;
  version: number;
}

/** What a page shows. `draft` is what was selected and is not saved yet; `saved` is the last save and what it replaced. */
interface View {
  state: SaveState;
  draft: Setting | undefined;
  saved: { version: number; before: Setting } | undefined;
}

/** Where a saver works: it outlives its page, so failures then go to `announce`. */
export interface SaverContext {
  workspace: string;
  /** Who makes the changes: they are not saved in the name of another user who signs in while a save is pending. */
  userId: string | undefined;
  queryClient: QueryClient;
  announce: (text: string, action?: { label: string; run: () => void }) => void;
  /** Called whenever there is something to keep the saver for, and when there is no longer. */
  keep: (needed: boolean) => void;
}

export type ConfigurationSaver = ReturnType<typeof createSaver>;

const NO_ANSWER =
  "The server did not answer, so it is not known whether this was saved. What you chose is still here.";

const knownOf = ({ metrics, transcript, version }: ResponseConfigurationDto): Known => ({
  setting: { metrics, transcript },
  version,
});

/**
 * Saves one agent's configuration as it is changed, and goes on when its page is left. One save is sent at a time and
 * carries the version that it started from, so quick changes never overtake each other and another person's change is
 * not overwritten unseen. While a save is pending, the browser asks before it closes the tab.
 */
export function createSaver(
  { workspace, userId, queryClient, announce, keep }: SaverContext,
  stored: ResponseConfigurationDto,
) {
  const { id, name } = stored.agent;
  const { queryKey } = configurationsQuery(workspace);
  const listeners = new Set<() => void>();
  let view: View = { state: { at: "rest" }, draft: undefined, saved: undefined };
  let known = knownOf(stored);
  let wanted: Setting | undefined;
  // Sent without a response: the database may have it by now.
  let unanswered: Setting | undefined;
  // What was stored when the current run of changes started.
  let began = known.setting;
  let saving = false;
  let running = Promise.resolve();

  const isShown = () => listeners.size > 0;
  const isUnsaved = () => view.state.at === "failed" && !view.state.stale;

  const askBeforeClosing = (event: BeforeUnloadEvent) => event.preventDefault();
  /** After a failure on another page a message says so; only the page itself still shows what would be lost. */
  const update = () => {
    const { at } = view.state;
    if (at === "saving" || (isUnsaved() && isShown()))
      window.addEventListener("beforeunload", askBeforeClosing);
    else window.removeEventListener("beforeunload", askBeforeClosing);
    keep(isShown() || at === "saving" || isUnsaved());
  };
  const show = (next: Partial<View>) => {
    view = { ...view, ...next };
    update();
    for (const listener of listeners) listener();
  };

  const tellSaved = () => {
    if (view.state.at === "saved") announce(`Saved your change to ${name}.`);
  };
  /** Says on whatever page is open that the last choice was not saved. */
  const tellUnsaved = () => {
    const { state } = view;
    if (state.at !== "failed") return;
    if (state.stale) {
      return announce(
        `Your change to ${name} was not saved because someone else changed its configuration first.`,
      );
    }
    announce(
      state.answered
        ? `Your change to ${name} was not saved. ${state.message}`
        : `It is not known whether your change to ${name} was saved.`,
      {
        label: "Try again",
        run: () => void save().then(tellSaved),
      },
    );
  };
  const fail = (failed: SaveState, rest: Partial<View> = {}) => {
    saving = false;
    show({ ...rest, state: failed });
    if (!isShown()) tellUnsaved();
  };

  /** What the database has now, by reading all configurations again. */
  const readAgain = async (): Promise<Known> => {
    await queryClient.invalidateQueries({ queryKey, refetchType: "all" });
    const now = queryClient.getQueryData(queryKey)?.find(({ agent }) => agent.id === id);
    return now ? knownOf(now) : known;
  };

  const saveWanted = async (): Promise<void> => {
    saving = true;
    show({ state: { at: "saving" } });
    while (wanted) {
      const setting = wanted;
      const input = { id, version: known.version, ...setting };
      const result = await configureAgentAction(workspace, input, userId).catch(() => null);
      if (result?.ok) {
        unanswered = undefined;
        known = knownOf(result.data);
        queryClient.setQueryData(queryKey, (all) =>
          all?.map((one) => (one.agent.id === id ? result.data : one)),
        );
        if (wanted === setting) wanted = undefined;
        continue;
      }
      if (result?.error.code !== "STALE_EDIT") {
        const answered = result !== null && result.error.code !== "UNAVAILABLE";
        if (!answered) unanswered ??= setting;
        return fail({ at: "failed", stale: false, answered, ...(result?.error ?? { message: NO_ANSWER }) });
      }
      const now = await readAgain();
      const own = unanswered && sameSetting(unanswered, now.setting);
      unanswered = undefined;
      const theirs = tellChanges(known.setting, now.setting);
      known = now;
      // The save without a response was stored; nobody else changed anything.
      if (own) continue;
      wanted = undefined;
      const message = `${result.error.message} ${theirs}`;
      return fail(
        { at: "failed", stale: true, answered: true, message },
        { draft: undefined, saved: undefined },
      );
    }
    saving = false;
    show({ state: { at: "saved" }, draft: undefined, saved: { version: known.version, before: began } });
  };

  /** The save that is running, which also sends what is selected until it ends; or a new one. */
  const save = (): Promise<void> => {
    if (!saving) running = saveWanted();
    return running;
  };

  return {
    view: () => view,
    /** @returns stops; with failed changes left, a message says so */
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      update();
      return () => {
        listeners.delete(listener);
        update();
        if (!isShown() && isUnsaved()) tellUnsaved();
      };
    },
    /** Takes over what was read. Versions only grow: it may be older than what was just saved. */
    read: (read: ResponseConfigurationDto): Known => {
      if (!saving && !wanted && read.version > known.version) known = knownOf(read);
      return known;
    },
    /** @returns whether the database has it now */
    change: async (setting: Setting): Promise<boolean> => {
      if (!saving && !wanted) began = known.setting;
      wanted = setting;
      show({ draft: setting });
      await save();
      return sameSetting(known.setting, setting);
    },
    retry: () => void save(),
  };
}
