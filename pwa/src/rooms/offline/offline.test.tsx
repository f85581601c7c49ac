import { fireEvent, render, screen } from "@testing-library/preact";
import { LocationProvider } from "preact-iso";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../test/unit/axe";
import { unreached } from "../../reach";
import { door, session } from "../../session";
import { newer } from "../../worker";
import { UpdateBar } from "../update/UpdateBar";
import { keptSchools } from "./kept";
import Offline from "./Offline";

/** A cache as the service worker leaves it. */
function cacheOf(files: Record<string, unknown>): CacheStorage {
  const cache = {
    keys: async () => Object.keys(files).map(path => ({ url: `https://school.example${path}` })),
    match: async (path: string) => (path in files ? Response.json(files[path]) : undefined),
  };
  return { has: async (name: string) => name === "school-1", open: async () => cache } as unknown as CacheStorage;
}

const files = {
  "/kept/language": "ur",
  "/kept/school/hook-lane": { slug: "hook-lane", name: "Hook Lane Primary School", phone: "01632 960147" },
  "/s/hook-lane/documents.json": {
    documents: [
      {
        document: "parents",
        title: "A",
        editions: [
          { language: "en", edition: "e1" },
          { language: "ur", edition: "u1" },
        ],
      },
      {
        document: "ks2_upper",
        title: "B",
        editions: [
          { language: "en", edition: "e2" },
          { language: "ur", edition: "u2" },
        ],
      },
      { document: "staff", title: "C", editions: null },
    ],
  },
  "/s/hook-lane/documents/u1.json": { title: "الف" },
  "/s/hook-lane/documents/e1.json": { title: "My part" },
  "/s/hook-lane/documents/e2.json": { title: "My promises" },
};

beforeEach(() => {
  vi.stubGlobal("caches", cacheOf(files));
  session.set(null);
  door.set(null);
  unreached.set(true);
});

afterEach(() => {
  vi.unstubAllGlobals();
  newer.set(null);
  unreached.set(false);
});

describe("what is kept", () => {
  it("is in the reader's language where its words are kept, else in English, and else not offered", async () => {
    expect(await keptSchools("ur")).toEqual([
      {
        slug: "hook-lane",
        name: "Hook Lane Primary School",
        phone: "01632 960147",
        documents: [
          { edition: "u1", title: "الف" },
          { edition: "e2", title: "My promises" },
        ],
      },
    ]);
    expect((await keptSchools("pl"))[0]?.documents.map(one => one.edition)).toEqual(["e1", "e2"]);
  });

  it("is nothing where the browser keeps nothing", async () => {
    expect(await keptSchools("en", { has: async () => false } as unknown as CacheStorage)).toEqual([]);
    vi.stubGlobal("caches", undefined);
    expect(await keptSchools("en")).toEqual([]);
  });
});

describe("without a network", () => {
  const draw = () =>
    render(
      <LocationProvider>
        <Offline />
      </LocationProvider>,
    );

  it("offers the documents, the school's number and help, and the coin leads to that school's page", async () => {
    const { container } = draw();
    const link = await screen.findByRole("link", { name: /My part/ });
    expect(link.getAttribute("href")).toBe("/read/hook-lane/e1");
    expect(screen.getByRole("link", { name: "01632 960147" }).getAttribute("href")).toBe("tel:01632960147");
    expect(door.get()?.slug).toBe("hook-lane");
    expect(await faults(container)).toEqual([]);
  });

  it("tries again when asked, and says so where there is still none", async () => {
    const server = vi.fn(async () => {
      throw new TypeError("no network");
    });
    vi.stubGlobal("fetch", server);
    draw();
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText(/Still no internet/)).toBeTruthy();
    expect(unreached.get()).toBe(true);
    vi.stubGlobal("fetch", async () => Response.json({ signed_in: false, now: "2026-11-23T08:35:00Z" }));
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    await vi.waitFor(() => expect(unreached.get()).toBe(false));
  });
});

describe("a newer version", () => {
  it("says nothing until there is one, and does nothing until it is asked to", async () => {
    const use = vi.fn();
    const { container } = render(<UpdateBar />);
    expect(container.textContent).toBe("");
    newer.set({ use });
    const button = await screen.findByRole("button", { name: "Use it now" });
    expect(await faults(container)).toEqual([]);
    expect(use).not.toHaveBeenCalled();
    fireEvent.click(button);
    expect(use).toHaveBeenCalledTimes(1);
  });
});
