"use client";

import { createContext, useContext } from "react";

const Context = createContext<string | undefined>(undefined);

export const UserIdProvider = Context;

/**
 * The ID of the user who opened the page; undefined outside of a workspace. Actions that can run after this user has signed
 * out, such as Undo, send it. The server rejects them if another user is signed in by then.
 */
export const useUserId = (): string | undefined => useContext(Context);
