import { store } from "../../store";

/** Counts how often something of the reading room was looked at: the bar then asks again what still waits. */
export const looks = store(0);

/** Says that somebody has just read or listed. */
export const look = () => looks.set(looks.get() + 1);
