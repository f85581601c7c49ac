// Families' side of messages: the list, one opened, being told at once, in the languages that a family reads.

/** A browser that can be rung, and what it says about it. Runs in the page, before it. */
function rung({ permission = "default", on = false, blocked = false } = {}) {
  const subscription = {
    endpoint: "https://push.example/1",
    options: {},
    getKey: () => new ArrayBuffer(4),
    unsubscribe: async () => {
      on = false;
      return true;
    },
  };
  const manager = {
    getSubscription: async () => (on ? subscription : null),
    subscribe: async () => {
      if (blocked) throw new DOMException("no service", "AbortError");
      on = true;
      return subscription;
    },
  };
  const registration = { pushManager: manager, getNotifications: async () => [], addEventListener() {} };
  const worker = {
    ready: Promise.resolve(registration),
    getRegistration: async () => registration,
    register: async () => registration,
    addEventListener() {},
    controller: null,
  };
  Object.defineProperty(navigator, "serviceWorker", { configurable: true, get: () => worker });
  Object.defineProperty(Notification, "permission", { configurable: true, get: () => permission });
  Notification.requestPermission = async () => {
    permission = "granted";
    return permission;
  };
}

/** An iPhone's browser, which can do it from its home screen alone. */
function iphone() {
  Object.defineProperty(navigator, "userAgent", {
    get: () => "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)",
  });
  delete window.PushManager;
}

const small = ["phone", "small"];
const tongues = { "": "en", "-pl": "pl", "-ur": "ur", "-easy": "en-x-easy" };
const inEach = (name, scene) =>
  Object.fromEntries(
    Object.entries(tongues).map(([end, lang]) => [name + end, { sizes: small, full: true, ...scene, lang }]),
  );
const heading = page => page.locator("h1").waitFor();
const can = { run: rung, with: {} };

export const families = {
  ...inEach("fam-messages", {
    path: "/messages",
    who: "mother",
    init: can,
    ready: page => page.locator(".message").first().waitFor(),
  }),
  ...inEach("fam-kept", {
    path: "/messages/a1/n1",
    who: "hookmother",
    ready: page => page.locator(".either").waitFor(),
  }),
  ...inEach("fam-answered", {
    path: "/messages/b1/n5",
    who: "mother",
    ready: async page => {
      await page.locator(".either button").first().click();
      await page.locator(".said").waitFor();
    },
  }),
  ...inEach("fam-home", { path: "/home", who: "mother", init: can, ready: page => page.locator(".offer").waitFor() }),
  ...inEach("fam-ring-off", {
    path: "/ringing",
    who: "hookmother",
    init: can,
    ready: page => page.locator(".lock-screen").waitFor(),
  }),
  ...inEach("fam-ring-on", {
    path: "/ringing",
    who: "hookmother",
    init: { run: rung, with: { permission: "granted", on: true } },
    ready: async page => {
      await page.locator(".card button").first().click();
      await page.locator("[role=status] .side").waitFor();
    },
  }),
  ...inEach("fam-ring-blocked", {
    path: "/ringing",
    who: "hookmother",
    init: { run: rung, with: { blocked: true } },
    ready: async page => {
      await page.locator(".button.go").click();
      await page.waitForTimeout(300);
    },
  }),
  ...inEach("fam-ring-iphone", {
    path: "/ringing",
    who: "hookmother",
    init: { run: iphone, with: {} },
    ready: page => page.locator(".guide").waitFor(),
  }),
  ...inEach("fam-ring-denied", {
    path: "/ringing",
    who: "hookmother",
    init: { run: rung, with: { permission: "denied" } },
    ready: page => page.locator(".ringing-state .card").waitFor(),
  }),
  ...inEach("fam-sign-in", {
    path: "/messages/a1/n2",
    who: "hookmother",
    ready: page => page.locator("main .button").first().click(),
  }),
  "fam-over": { path: "/messages/a1/n3", who: "hookmother", sizes: small, ready: heading },
  "fam-sign": { path: "/messages/a1/n4", who: "hookmother", sizes: small, ready: heading },
  "fam-released": { path: "/messages/b1/n6", who: "mother", sizes: small, ready: heading },
  "fam-gone": {
    path: "/messages/a1/n99",
    who: "hookmother",
    sizes: small,
    ready: page => page.locator(".empty").waitFor(),
  },
  "fam-none": { path: "/messages", who: "quiet", sizes: small, ready: page => page.locator(".empty").waitFor() },
  "fam-details": {
    path: "/details",
    who: "hookmother",
    sizes: small,
    full: true,
    ready: page => page.locator(".facts").waitFor(),
  },
  "fam-kept-dark": {
    path: "/messages/a1/n1",
    who: "hookmother",
    dark: true,
    sizes: ["phone"],
    full: true,
    ready: page => page.locator(".either").waitFor(),
  },
  "fam-kept-forced": {
    path: "/messages/a1/n1",
    who: "hookmother",
    forced: true,
    sizes: ["phone"],
    full: true,
    ready: page => page.locator(".either").waitFor(),
  },
  "fam-ring-dark": {
    path: "/ringing",
    who: "hookmother",
    dark: true,
    sizes: ["phone"],
    full: true,
    init: { run: iphone, with: {} },
    ready: page => page.locator(".guide").waitFor(),
  },
};
