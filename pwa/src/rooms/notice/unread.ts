import { store } from "../../store";

/** How many messages wait for whoever acts on this device. */
export const unread = store(0);
