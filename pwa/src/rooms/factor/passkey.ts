import { Refused } from "../../api/send";
import { say } from "../../i18n/say";

/** Whether this browser makes passkeys at this address: never for a number, never without https but on one's own machine. */
export const canPasskeys = () =>
  "PublicKeyCredential" in window && isSecureContext && !/^[\d.]+$|:/.test(location.hostname);

/** What the person did not do, or the device could not, as something to show: nothing has changed. */
const stopped = () => new Refused({ status: 0, kind: "denied", title: say("pwa.factor.passkey_stopped") });

/** Has the device make a passkey, as the server asked, and returns what the server is to be told. */
export async function makePasskey(asked: string): Promise<string> {
  const { startRegistration } = await import("@simplewebauthn/browser");
  try {
    return JSON.stringify(await startRegistration({ optionsJSON: JSON.parse(asked) }));
  } catch {
    throw stopped();
  }
}

/** Has the person prove themselves by a passkey, as the server asked. */
export async function usePasskey(asked: string): Promise<string> {
  const { startAuthentication } = await import("@simplewebauthn/browser");
  try {
    return JSON.stringify(await startAuthentication({ optionsJSON: JSON.parse(asked) }));
  } catch {
    throw stopped();
  }
}
