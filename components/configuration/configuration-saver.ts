import type { QueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { configureAgentAction } from "@/lib/features/agents/actions";
import type { ResponseConfigurationDto } from "@/lib/features/agents/contract";
import { phrase } from "../data/user-text";
import { callAction } from "../feedback/call-action";
import { describeChanges, isSameSetting, type Setting } from "./describe-changes";
import { configurationsQueryOptions } from "./queries";

export type SaveState =
  | { status: "idle" | "saving" | "saved" }
  /**
   * The selection stays on screen. If `stale`, the settings that another user saved replaced it. Unless `responded`, the
   * change may or may not be stored.
   */
  | { status: "failed"; code?: string; responded: boolean; message: string; stale: boolean };

/** What the database stores, as of the last response. */
interface ServerState {
  setting: Setting;
  version: number;
}

/** What the page shows. `draft` is the selection that is not saved yet; `saved` is the last save and what it replaced. */
interface SaverView {
  state: SaveState;
  draft: Setting | undefined;
  saved: { version: number; before: Setting } | undefined;
}

/** The environment of a saver. It outlives its page; failures are then shown as a `toast`. */
export interface SaverContext {
  workspace: string;
  /** The user who makes the changes. They are not saved as another user who signs in while a save is pending. */
  userId: string | undefined;
  queryClient: QueryClient;
  toast: (text: ReactNode, action?: { label: string; run: () => void }) => void;
  /** Called with whether the saver is shown or still has something to save. */
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
 * Saves one agent's configuration as it changes, and continues after the user leaves the page. One save is in flight at a
 * time and carries the version that it is based on. So quick changes keep their order, and another user's change is not
 * overwritten unseen. While a save is pending, the browser asks before it closes the tab.
 */
export function createConfigurationSaver(
  { workspace, userId, queryClient, toast, setNeeded }: SaverContext,
  stored: ResponseConfigurationDto,
) {
  const { id, name } = stored.agent;
  const { queryKey } = configurationsQueryOptions(workspace);
  const listeners = new Set<() => void>();
  let view: SaverView = { state: { status: "idle" }, draft: undefined, saved: undefined };
  let server = toServerState(stored);
  let pending: Setting | undefined;
  // Sent, without a response: the database may have stored it.
  let unconfirmed: Setting | undefined;
  // What was stored before the current series of changes: Undo returns to it.
  let undoBase = server.setting;
  let saving = false;
  let running = Promise.resolve();

  const isShown = () => listeners.size > 0;
  const isUnsaved = () => view.state.status === "failed" && !view.state.stale;

  const confirmClosing = (event: BeforeUnloadEvent) => event.preventDefault();
  /** After a failure, closing needs confirmation only while the page shows what would be lost. Elsewhere a toast reports it. */
  const update = () => {
    const { status } = view.state;
    if (status === "saving" || (isUnsaved() && isShown()))
      window.addEventListener("beforeunload", confirmClosing);
    else window.removeEventListener("beforeunload", confirmClosing);
    setNeeded(isShown() || status === "saving" || isUnsaved());
  };
  const show = (next: Partial<SaverView>) => {
    view = { ...view, ...next };
    update();
    for (const listener of listeners) listener();
  };

  const toastSaved = () => {
    if (view.state.status === "saved") toast(phrase`Saved your change to “${name}”.`);
  };
  /** Reports on any page that the last change was not saved. */
  const toastUnsaved = () => {
    const { state } = view;
    if (state.status !== "failed") return;
    if (state.stale) {
      return toast(
        phrase`Your change to “${name}” was not saved because someone else changed its settings first.`,
      );
    }
    toast(
      state.responded
        ? phrase`Your change to “${name}” was not saved. ${[state.message]}`
        : phrase`Your change to “${name}” may or may not have been saved.`,
      {
        label: "Try again",
        run: () => void save().then(toastSaved),
      },
    );
  };
  const fail = (failed: SaveState, rest: Partial<SaverView> = {}) => {
    saving = false;
    show({ ...rest, state: failed });
    if (!isShown()) toastUnsaved();
  };

  /** Refetches all configurations. @returns what the database stores now */
  const refetch = async (): Promise<ServerState> => {
    await queryClient.invalidateQueries({ queryKey, refetchType: "all" });
    const now = queryClient.getQueryData(queryKey)?.find(({ agent }) => agent.id === id);
    return now ? toServerState(now) : server;
  };

  const savePending = async (): Promise<void> => {
    saving = true;
    show({ state: { status: "saving" } });
    while (pending) {
      const setting = pending;
      const input = { id, version: server.version, ...setting };
      const result = await callAction(
        () => configureAgentAction(workspace, input, userId),
        SAVE_OUTCOME_UNKNOWN,
      );
      if (result.ok) {
        unconfirmed = undefined;
        server = toServerState(result.data);
        queryClient.setQueryData(queryKey, (all) =>
          all?.map((one) => (one.agent.id === id ? result.data : one)),
        );
        if (pending === setting) pending = undefined;
        continue;
      }
      if (result.error.code !== "STALE_EDIT") {
        const responded = result.error.code !== "UNAVAILABLE";
        if (!responded) unconfirmed ??= setting;
        return fail({ status: "failed", stale: false, responded, ...result.error });
      }
      const latest = await refetch();
      const ownSave = unconfirmed && isSameSetting(unconfirmed, latest.setting);
      unconfirmed = undefined;
      const theirs = describeChanges(server.setting, latest.setting);
      server = latest;
      // The save without a response was stored; no other user changed anything.
      if (ownSave) continue;
      pending = undefined;
      const message = `${result.error.message} ${theirs}`;
      return fail(
        { status: "failed", stale: true, responded: true, message },
        { draft: undefined, saved: undefined },
      );
    }
    saving = false;
    show({
      state: { status: "saved" },
      draft: undefined,
      saved: { version: server.version, before: undoBase },
    });
  };

  /** The save in flight, which also sends later changes, or a new one. */
  const save = (): Promise<void> => {
    if (!saving) running = savePending();
    return running;
  };

  return {
    view: () => view,
    /** @returns unsubscribes. If the last change is not saved by then, a toast reports it. */
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      update();
      return () => {
        listeners.delete(listener);
        update();
        if (!isShown() && isUnsaved()) toastUnsaved();
      };
    },
    /** Applies a response, unless it is older than the last save: versions only grow. */
    applyServerState: (read: ResponseConfigurationDto): ServerState => {
      if (!saving && !pending && read.version > server.version) server = toServerState(read);
      return server;
    },
    /** @returns true once the setting is stored, false if the save failed */
    change: async (setting: Setting): Promise<boolean> => {
      if (!saving && !pending) undoBase = server.setting;
      pending = setting;
      show({ draft: setting });
      await save();
      return isSameSetting(server.setting, setting);
    },
    retry: () => void save(),
  };
}
