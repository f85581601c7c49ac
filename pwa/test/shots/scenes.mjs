/** What to picture: who looks at which address, and what they do there first. */
export const scenes = {
  "sign-in": { path: "/", ready: page => page.getByRole("button", { name: "Sign in" }).waitFor() },
  link: { path: "/link/abc", ready: page => page.getByLabel("Choose a passphrase").waitFor() },
  "first-run": {
    path: "/first-run/abc",
    full: true,
    ready: page => page.getByRole("button", { name: "Set up" }).waitFor(),
  },
  nowhere: {
    path: "/nowhere",
    who: "office",
    ready: page => page.getByRole("link", { name: "Go to the start" }).waitFor(),
  },
};
