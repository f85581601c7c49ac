import { vi } from "vitest";

/** The server's public key, as it says it. */
export const KEY = "AQID";
const bytes = (text: string) => Uint8Array.from(atob(text), letter => letter.charCodeAt(0)).buffer;

/** A browser's push: what permission it has, which subscription, and what it does when it is asked for one. */
export class Browser {
  permission: NotificationPermission = "default";
  asked: NotificationPermission = "granted";
  now: PushSubscription | null = null;
  made = 0;
  given: (() => Promise<void>) | undefined;
  shown = [{ close: vi.fn() }];

  one(key = KEY): PushSubscription {
    this.made++;
    return {
      endpoint: `https://push.example/${this.made}`,
      options: { applicationServerKey: bytes(key), userVisibleOnly: true },
      getKey: () => bytes("BBBB"),
      unsubscribe: async () => {
        this.now = null;
        return true;
      },
    } as unknown as PushSubscription;
  }

  come(): void {
    const manager = {
      getSubscription: async () => this.now,
      subscribe: async () => {
        await this.given?.();
        this.now = this.one();
        return this.now;
      },
    };
    const registration = { pushManager: manager, getNotifications: async () => this.shown };
    const worker = Object.assign(new EventTarget(), {
      ready: Promise.resolve(registration),
      getRegistration: async () => registration,
    });
    Object.defineProperty(navigator, "serviceWorker", { configurable: true, value: worker });
    vi.stubGlobal("PushManager", class {});
    const requestPermission = async () => {
      this.permission = this.asked;
      return this.asked;
    };
    vi.stubGlobal(
      "Notification",
      Object.defineProperty({ requestPermission }, "permission", { get: () => this.permission }),
    );
  }

  go(): void {
    Reflect.deleteProperty(navigator, "serviceWorker");
  }
}
