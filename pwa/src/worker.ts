/** The one script address that this app may ever make: Trusted Types policy "lollipop" refuses every other. */
function workerAddress(): string | TrustedScriptURL {
  const make = (address: string) => {
    if (address !== "/sw.js") throw new TypeError("only /sw.js");
    return address;
  };
  if (!window.trustedTypes) return "/sw.js";
  return window.trustedTypes.createPolicy("lollipop", { createScriptURL: make }).createScriptURL("/sw.js");
}

interface TrustedScriptURL {
  toString(): string;
}

declare global {
  interface Window {
    trustedTypes?: {
      createPolicy(
        name: string,
        rules: { createScriptURL: (address: string) => string },
      ): { createScriptURL(address: string): TrustedScriptURL };
    };
  }
}

/** Registers the worker that keeps the help page for when there is no network, and tells it the school's own page. */
export async function registerWorker(slug: string | undefined): Promise<void> {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
  try {
    await navigator.serviceWorker.register(workerAddress() as string);
    const ready = await navigator.serviceWorker.ready;
    if (slug) ready.active?.postMessage({ keep: `/s/${slug}/help` });
  } catch {
    // Without a worker everything works but the help page without a network: nothing to trouble a person with.
  }
}
