import { voiceFor, voices } from "../../parts/read-aloud/voices";
import { useStore } from "../../store";

/**
 * Whether this device itself reads a language aloud. Other voices are somebody's service: what they are to read is sent
 * there, so that what somebody told, what they are answered and their five words are not read by them.
 */
export function useOwnVoice(tag: string): boolean {
  return voiceFor(tag, useStore(voices))?.localService ?? false;
}
