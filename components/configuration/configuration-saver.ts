import type { QueryClient } from "@tanstack/react-query";
import { configureAgentAction } from "@/lib/features/agents/actions";
import type { ResponseConfigurationDto } from "@/lib/features/agents/contract";
import { callAction } from "../feedback/call-action";
import { describeChanges, isSameSetting, type Setting } from "./describe-changes";
import { configurationsQueryOptions } from "./queries";

export type SaveState =
  | { status: "rest" | "saving" | "saved" }
  /**
   * What was chosen is still on the screen; `stale` means that somebody else's choice took its place. Without an answer,
   * or one of the database, nobody knows whether it was saved.
   */
  | { status: "failed"; code?: string; responded: boolean; message: string; stale: boolean };

/** What the database has, as far as is known here. */
interface ServerState {
  setting: Setting;
  version: number;
}

/** What a page shows. `draft` is what was selected and is not saved yet; `saved` is the last save and what it replaced. */
interface SaverView {
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
  setNeeded: (needed: boolean) => void;
}

export type ConfigurationSaver = ReturnType<typeof createConfigurationSaver>;

const SAVE_OUTCOME_UNKNOWN =
  "No response from the server. Your change may or may not have been saved. Your selection is still here.";

const toServerState = ({ metrics, transcript, version }: ResponseConfigurationDto): ServerState => ({
  setting: { metrics, transcript },
  version,
});

/**
 * Saves one agent's configuration as it is changed, and goes on when its page is left. One save is sent at a time and
 * carries the version that it started from, so quick changes never overtake each other and another person's change is
 * not overwritten unseen. While a save is pending, the browser asks before it closes the tab.
 */
export function createConfigurationSaver(
  { workspace, userId, queryClient, announce, setNeeded }: SaverContext,
  stored: ResponseConfigurationDto,
) {
  const { id, name } = stored.agent;
  const { queryKey } = configurationsQueryOptions(workspace);
  const listeners = new Set<() => void>();
  let view: SaverView = { state: { status: "rest" }, draft: undefined, saved: undefined };
  let known = toServerState(stored);
  let wanted: Setting | undefined;
  // Sent without a response: the database may have it by now.
  let unanswered: Setting | undefined;
  // What was stored when the current run of changes started.
  let began = known.setting;
  let saving = false;
  let running = Promise.resolve();

  const isShown = () => listeners.size > 0;
  const isUnsaved = () => view.state.status === "failed" && !view.state.stale;

  const askBeforeClosing = (event: BeforeUnloadEvent) => event.preventDefault();
  /** After a failure on another page a message says so; only the page itself still shows what would be lost. */
  const update = () => {
    const { status } = view.state;
    if (status === "saving" || (isUnsaved() && isShown()))
      window.addEventListener("beforeunload", askBeforeClosing);
    else window.removeEventListener("beforeunload", askBeforeClosing);
    setNeeded(isShown() || status === "saving" || isUnsaved());
  };
  const show = (next: Partial<SaverView>) => {
    view = { ...view, ...next };
    update();
    for (const listener of listeners) listener();
  };

  const tellSaved = () => {
    if (view.state.status === "saved") announce(`Saved your change to ${name}.`);
  };
  /** Says on whatever page is open that the last choice was not saved. */
  const tellUnsaved = () => {
    const { state } = view;
    if (state.status !== "failed") return;
    if (state.stale) {
      return announce(
        `Your change to ${name} was not saved because someone else changed its configuration first.`,
      );
    }
    announce(
      state.responded
        ? `Your change to ${name} was not saved. ${state.message}`
        : `Your change to ${name} may or may not have been saved.`,
      {
        label: "Try again",
        run: () => void save().then(tellSaved),
      },
    );
  };
  const fail = (failed: SaveState, rest: Partial<SaverView> = {}) => {
    saving = false;
    show({ ...rest, state: failed });
    if (!isShown()) tellUnsaved();
  };

  /** What the database has now, by reading all configurations again. */
  const readAgain = async (): Promise<ServerState> => {
    await queryClient.invalidateQueries({ queryKey, refetchType: "all" });
    const now = queryClient.getQueryData(queryKey)?.find(({ agent }) => agent.id === id);
    return now ? toServerState(now) : known;
  };

  const saveWanted = async (): Promise<void> => {
    saving = true;
    show({ state: { status: "saving" } });
    while (wanted) {
      const setting = wanted;
      const input = { id, version: known.version, ...setting };
      const result = await callAction(
        () => configureAgentAction(workspace, input, userId),
        SAVE_OUTCOME_UNKNOWN,
      );
      if (result.ok) {
        unanswered = undefined;
        known = toServerState(result.data);
        queryClient.setQueryData(queryKey, (all) =>
          all?.map((one) => (one.agent.id === id ? result.data : one)),
        );
        if (wanted === setting) wanted = undefined;
        continue;
      }
      if (result.error.code !== "STALE_EDIT") {
        const responded = result.error.code !== "UNAVAILABLE";
        if (!responded) unanswered ??= setting;
        return fail({ status: "failed", stale: false, responded, ...result.error });
      }
      const now = await readAgain();
      const own = unanswered && isSameSetting(unanswered, now.setting);
      unanswered = undefined;
      const theirs = describeChanges(known.setting, now.setting);
      known = now;
      // The save without a response was stored; nobody else changed anything.
      if (own) continue;
      wanted = undefined;
      const message = `${result.error.message} ${theirs}`;
      return fail(
        { status: "failed", stale: true, responded: true, message },
        { draft: undefined, saved: undefined },
      );
    }
    saving = false;
    show({ state: { status: "saved" }, draft: undefined, saved: { version: known.version, before: began } });
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
    applyServerState: (read: ResponseConfigurationDto): ServerState => {
      if (!saving && !wanted && read.version > known.version) known = toServerState(read);
      return known;
    },
    /** @returns whether the database has it now */
    change: async (setting: Setting): Promise<boolean> => {
      if (!saving && !wanted) began = known.setting;
      wanted = setting;
      show({ draft: setting });
      await save();
      return isSameSetting(known.setting, setting);
    },
    retry: () => void save(),
  };
}
