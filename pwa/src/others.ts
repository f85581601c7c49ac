// One channel for saying and hearing: a channel never hears itself.
const channel = "BroadcastChannel" in window ? new BroadcastChannel("lollipop-signed-out") : undefined;

/** Tells this browser's other windows that the device was signed out: none goes on showing what is nobody's any more. */
export const tellOthers = (): void => channel?.postMessage(null);

/** Calls `leave` when another window of this browser signed the device out. */
export function hearOthers(leave: () => void): void {
  if (channel) channel.onmessage = leave;
}
