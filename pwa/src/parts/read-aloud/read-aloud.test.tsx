import { act, cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { accessible } from "../../../test/unit/axe";
import { examples } from "./examples";
import { ReadAloud } from "./ReadAloud";
import { reading, stop, voiceFor, voices } from "./voices";

const voice = (lang: string, more: Partial<SpeechSynthesisVoice> = {}) =>
  ({ lang, name: lang, voiceURI: lang, localService: true, default: false, ...more }) as SpeechSynthesisVoice;

/** A device that says what it is told and tells when it has ended. */
class Device extends EventTarget {
  said: SpeechSynthesisUtterance[] = [];
  cancelled = 0;
  own: SpeechSynthesisVoice[] = [];
  getVoices = () => this.own;
  speak = (what: SpeechSynthesisUtterance) => this.said.push(what);
  cancel = () => {
    this.cancelled++;
  };
  /** The voices arrive. */
  has(...own: SpeechSynthesisVoice[]) {
    this.own = own;
    act(() => {
      this.dispatchEvent(new Event("voiceschanged"));
    });
  }
}

class Utterance {
  voice: SpeechSynthesisVoice | null = null;
  lang = "";
  rate = 1;
  onend: (() => void) | null = null;
  onerror: (() => void) | null = null;
  constructor(readonly text: string) {}
}

let device: Device;

beforeEach(() => {
  device = new Device();
  voices.set([]);
  vi.stubGlobal("speechSynthesis", device);
  vi.stubGlobal("SpeechSynthesisUtterance", Utterance);
});
afterEach(() => {
  cleanup();
  stop();
  vi.unstubAllGlobals();
});

describe("read aloud", () => {
  describe("with a voice", () => {
    beforeEach(() => {
      device.own = [voice("en-GB")];
    });
    accessible(examples);
  });

  it("offers nothing where the device cannot speak, or has no voice for the language", () => {
    vi.stubGlobal("speechSynthesis", undefined);
    render(<ReadAloud text="Hello" lang="en" />);
    expect(screen.queryByRole("button")).toBeNull();
    cleanup();
    vi.stubGlobal("speechSynthesis", device);
    render(<ReadAloud text="سلام" lang="ur" />);
    device.has(voice("hi-IN"), voice("ar-SA"), voice("en-GB"));
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("comes when the voices come, which may be late", () => {
    render(<ReadAloud text="سلام" lang="ur" />);
    expect(screen.queryByRole("button")).toBeNull();
    device.has(voice("ur-PK"));
    fireEvent.click(screen.getByRole("button", { name: "Read aloud" }));
    expect(device.said.map(one => [one.text, one.voice?.lang, one.lang])).toEqual([["سلام", "ur-PK", "ur-PK"]]);
  });

  it("says one thing at a time, and stops when it is pressed again", () => {
    device.own = [voice("en-GB")];
    render(
      <>
        <ReadAloud text="One" lang="en" />
        <ReadAloud text="Two" lang="en" />
      </>,
    );
    const [one, two] = screen.getAllByRole("button") as [HTMLElement, HTMLElement];
    fireEvent.click(one);
    expect(one.getAttribute("aria-pressed")).toBe("true");
    fireEvent.click(two);
    expect([one, two].map(button => button.getAttribute("aria-pressed"))).toEqual(["false", "true"]);
    // The first one's end comes late, and is not the second one's.
    act(() => device.said[0]?.onend?.(new Event("end") as SpeechSynthesisEvent));
    expect(two.getAttribute("aria-pressed")).toBe("true");
    const before = device.cancelled;
    fireEvent.click(two);
    expect(device.cancelled).toBe(before + 1);
    expect(two.getAttribute("aria-pressed")).toBe("false");
  });

  it("stops when another sentence takes its place", () => {
    device.own = [voice("en-GB")];
    const { rerender } = render(<ReadAloud text="One" lang="en" />);
    fireEvent.click(screen.getByRole("button"));
    act(() => rerender(<ReadAloud text="Two" lang="en" />));
    expect(reading.get()).toBeNull();
  });

  it("is quiet again at the end, and after a fault", () => {
    device.own = [voice("en-GB")];
    render(<ReadAloud text="One" lang="en" />);
    for (const over of ["onend", "onerror"] as const) {
      fireEvent.click(screen.getByRole("button"));
      act(() => device.said.at(-1)?.[over]?.(new Event("x") as SpeechSynthesisErrorEvent));
      expect(screen.getByRole("button").getAttribute("aria-pressed")).toBe("false");
    }
  });

  it("stops on leaving: the screen, or the page", () => {
    device.own = [voice("en-GB")];
    const { unmount } = render(<ReadAloud text="One" lang="en" />);
    fireEvent.click(screen.getByRole("button"));
    const before = device.cancelled;
    act(() => {
      unmount();
    });
    expect([reading.get(), device.cancelled]).toEqual([null, before + 1]);
    render(<ReadAloud text="One" lang="en" />);
    fireEvent.click(screen.getByRole("button"));
    act(() => {
      dispatchEvent(new Event("pagehide"));
    });
    expect(reading.get()).toBeNull();
  });
});

describe("the voice", () => {
  const of = (lang: string, ...among: SpeechSynthesisVoice[]) => voiceFor(lang, among)?.lang;

  it("is of the same language, the same region first", () => {
    expect(of("pt-BR", voice("pt-PT"), voice("pt-BR"))).toBe("pt-BR");
    expect(of("pt-BR", voice("pt-PT"))).toBe("pt-PT");
    expect(of("pl", voice("pl_PL"))).toBe("pl_PL");
    expect(of("uk", voice("ru-RU"))).toBeUndefined();
  });

  it("is English as it is spoken here, for easy English too", () => {
    expect(of("en", voice("en-US", { default: true }), voice("en-GB"))).toBe("en-GB");
    expect(of("en-x-easy", voice("en-US"), voice("en-GB"))).toBe("en-GB");
  });

  it("is of the same script where both name one", () => {
    expect(of("pa-Arab", voice("pa-Guru-IN"))).toBeUndefined();
    expect(of("pa-Arab", voice("pa-PK"))).toBe("pa-PK");
  });

  it("rather speaks on the device than by the network", () => {
    expect(of("ur", voice("ur-IN", { localService: false, default: true }), voice("ur-PK"))).toBe("ur-PK");
  });
});
