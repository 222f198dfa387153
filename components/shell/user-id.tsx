"use client";

import { createContext, useContext } from "react";

const Context = createContext<string | undefined>(undefined);

export const UserIdProvider = Context;

/**
 * The id of the user whose page this is; undefined outside of a workspace. Sent with what may still be sent after that
 * user signed out, so that it is not done in the name of the next one.
 */
export const useUserId = (): string | undefined => useContext(Context);
