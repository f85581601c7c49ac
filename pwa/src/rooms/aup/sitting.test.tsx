import { fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../test/unit/axe";
import { draw } from "../../../test/unit/draw";
import { amina, both, due, edition, HOOK, home, ROAD, speakPseudo, statement } from "../../../test/unit/family";
import { refuse, type Sent, serve } from "../../../test/unit/server";
import type { Edition, HomeSeat } from "../../api/family";
import { acting } from "../../api/send";
import { savedLater, seated, type Waiting, waiting } from "../../keep/keep";
import { languages } from "../../session";
import { Done, type Ended } from "./Done";
import Sitting from "./Sitting";

// A document's words are kept for the whole of a page, so each test has documents of its own.
let n = 0;
let version = { parents: "", pupils: "" };
let words: Record<string, Edition> = {};
let asks: HomeSeat;
let others: HomeSeat["due"] = [];

/** The school: what it asks, its words, and what becomes of a signature. */
function answer(one: Sent): object {
  const found = Object.values(words).find(each => one.path.includes(`/documents/${each.edition}.json`));
  if (found) return found;
  if (one.path === "/aup/home") return { seats: [asks, { ...asks, id: "b1", school: ROAD, due: others }] };
  if (one.path === "/aup/signatures" && one.method === "POST")
    return { items: [{ id: "g1" }, { id: "g2" }, { id: "g3" }] };
  return {};
}

const put = (...all: Edition[]) => {
  for (const one of all) words[one.edition] = one;
};

beforeEach(async () => {
  n++;
  sessionStorage.clear();
  localStorage.clear();
  acting.set("");
  waiting.set([]);
  languages.set([]);
  version = { parents: `v${n}a`, pupils: `w${n}a` };
  words = {};
  put(
    edition("parents", version.parents, [statement("talk", "I talk."), statement("ask", "I ask.")]),
    edition("ks2_upper", version.pupils, [statement("kind", "I am kind.")]),
  );
  const pupils = home.due[1]?.pupils ?? [];
  asks = { ...home, due: [due("parents", version.parents), due("ks2_upper", version.pupils, { pupils })] };
  others = [];
  await seated(["a1", "b1"]);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const open = (me = amina) => draw(Sitting, me, "/sitting/a1", "/sitting/:seat");
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));

/** Reads to the end, a press a promise. */
async function read() {
  await screen.findByText("Title of parents");
  await readOn();
}

async function readOn() {
  while (screen.queryByRole("button", { name: /^(Next|Go to sign)$/ })) {
    const before = screen.queryByText(/^\d+ of \d+$/)?.textContent;
    press(/^(Next|Go to sign)$/);
    await vi.waitFor(() => expect(screen.queryByText(/^\d+ of \d+$/)?.textContent).not.toBe(before));
  }
  await screen.findByText("Your answer");
}

describe("a sitting", () => {
  it("goes promise by promise through both documents to one signature for all children", async () => {
    const sent = serve(answer);
    open();
    await screen.findByText("Title of parents");
    for (const promise of ["I talk.", "I ask.", "Title of ks2_upper", "I am kind."]) {
      press("Next");
      expect(await screen.findByText(promise)).toBeTruthy();
    }
    expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("5");
    press("Go to sign");
    expect(await screen.findByText("Your answer")).toBeTruthy();
    // Two presses from here: the box, and the signature.
    fireEvent.click(screen.getByLabelText(/I have talked about it with Maryam Hussain and Yusuf Hussain/));
    press("I sign");
    expect(await screen.findByText("Saved at school")).toBeTruthy();
    const signing = sent.filter(one => one.path === "/aup/signatures");
    expect(signing).toHaveLength(1);
    expect(signing[0]).toMatchObject({ as: "a1", method: "POST" });
    expect(signing[0]?.body).toEqual({
      language: "en",
      talked: true,
      answers: [
        { document: "parents", version: version.parents, edition: `parents-${version.parents}-en` },
        { document: "ks2_upper", version: version.pupils, edition: `ks2_upper-${version.pupils}-en`, pupil: "p1" },
        { document: "ks2_upper", version: version.pupils, edition: `ks2_upper-${version.pupils}-en`, pupil: "p2" },
      ],
    });
  });

  describe.each(["English", "the pseudo-locale, right to left"])("in %s has no fault that axe can find", locale => {
    const begin = async () => {
      if (locale !== "English") speakPseudo();
      serve(answer);
      const { container } = open();
      await screen.findByText("Title of parents");
      const at = (where: string, nth = 0) => container.querySelectorAll(where)[nth] as HTMLElement;
      const onePage = async () => {
        fireEvent.click(at(".beside .button", 1));
        await screen.findByText("I am kind.");
      };
      const end = async () => {
        await onePage();
        fireEvent.click(at(".sitting-foot .go"));
        await vi.waitFor(() => expect(at(".yes-no")).toBeTruthy());
      };
      return { container, at, onePage, end };
    };

    it("at its beginning", async () => {
      const { container } = await begin();
      expect(await faults(container)).toEqual([]);
    });

    it("at a promise", async () => {
      const { container, at } = await begin();
      fireEvent.click(at(".sitting-foot .go"));
      await screen.findByText("I talk.");
      expect(await faults(container)).toEqual([]);
    });

    it("on one page", async () => {
      const { container, onePage } = await begin();
      await onePage();
      expect(await faults(container)).toEqual([]);
    });

    it("where it is signed", async () => {
      const { container, end } = await begin();
      await end();
      expect(await faults(container)).toEqual([]);
    });

    it("where it is not agreed to", async () => {
      const { container, at, end } = await begin();
      await end();
      fireEvent.click(at(".yes-no .button", 1));
      await vi.waitFor(() => expect(at("dialog")).toBeTruthy());
      expect(await faults(container)).toEqual([]);
    });
  });

  it("keeps the focus on the way on, and reads out what it brought", async () => {
    serve(answer);
    open();
    await screen.findByText("Title of parents");
    const next = screen.getByRole("button", { name: "Next" });
    next.focus();
    fireEvent.click(next);
    const text = await screen.findByText("I talk.");
    expect(document.activeElement).toBe(next);
    expect(text.closest("[aria-live]")?.getAttribute("aria-live")).toBe("polite");
  });

  it("goes back, and is where it was after the page was drawn anew", async () => {
    serve(answer);
    const { unmount } = open();
    await screen.findByText("Title of parents");
    press("Next");
    await screen.findByText("I talk.");
    press("Next");
    await screen.findByText("I ask.");
    press("Back");
    await screen.findByText("I talk.");
    unmount();
    open();
    expect(await screen.findByText("I talk.")).toBeTruthy();
    expect(sessionStorage.getItem("lollipop.sitting")).not.toMatch(/Maryam|Amina/);
  });

  it("asks to talk with the children before it is signed, and signs nothing without", async () => {
    const sent = serve(answer);
    open();
    await read();
    press("I sign");
    expect(await screen.findByText(/Talk about it with/)).toBeTruthy();
    expect(sent.some(one => one.path === "/aup/signatures")).toBe(false);
  });

  it("says yes and no with the same weight", async () => {
    serve(answer);
    open();
    await read();
    const [yes, no] = ["I sign", "I do not agree"].map(name => screen.getByRole("button", { name }).className);
    expect(yes).toBe(no);
  });

  it("takes a no with its reason, document by document, and says that school has it", async () => {
    const sent = serve(answer);
    open();
    await read();
    press("I do not agree");
    const sheet = within(screen.getByRole("dialog"));
    fireEvent.submit(sheet.getByRole("button", { name: "Send my answer" }).closest("form") as HTMLFormElement);
    expect(await screen.findByText("Choose what you do not agree with first.")).toBeTruthy();
    for (const box of sheet.getAllByRole("checkbox")) fireEvent.click(box);
    fireEvent.click(sheet.getByLabelText("I want to talk to somebody first"));
    fireEvent.submit(sheet.getByRole("button", { name: "Send my answer" }).closest("form") as HTMLFormElement);
    expect(await screen.findByText("School has your answer.")).toBeTruthy();
    const nos = sent.filter(one => one.path === "/aup/decline");
    expect(nos.map(one => (one.body as { document: string }).document)).toEqual(["parents", "ks2_upper"]);
    expect(nos[1]).toMatchObject({ as: "a1", body: { reason: "talk_first", pupils: ["p1", "p2"], language: "en" } });
    expect(new Set(nos.map(one => one.operation)).size).toBe(2);
  });

  it("puts a question about a promise on the office's list, and reading goes on", async () => {
    const sent = serve(answer);
    open();
    await screen.findByText("Title of parents");
    press("Next");
    await screen.findByText("I talk.");
    press("I want to ask a question");
    fireEvent.input(screen.getByLabelText("What do you want to ask?"), { target: { value: "کیا؟" } });
    fireEvent.submit(screen.getByRole("button", { name: "Please ring me" }).closest("form") as HTMLFormElement);
    expect(await screen.findByText(/The office knows that you have a question/)).toBeTruthy();
    const body = { document: "parents", statement: "talk", language: "en", words: "کیا؟" };
    expect(sent.find(one => one.path === "/aup/questions")).toMatchObject({ as: "a1", body });
    press("Read on");
    expect(screen.getByText("I talk.")).toBeTruthy();
  });

  it("leads on to the other school where that waits too", async () => {
    others = [due("parents", "x1")];
    serve(answer);
    open(both);
    await read();
    fireEvent.click(screen.getByLabelText(/I have talked/));
    press("I sign");
    const other = await screen.findByRole("link", { name: /Go on with Beaver Road/ });
    expect(other.getAttribute("href")).toBe("/sitting/b1");
  });
});

describe("a signature that was kept", () => {
  const ended = (home: HomeSeat): Ended => ({ home, titles: [], became: "kept", ids: [] });
  const kept: Waiting = {
    id: "o1",
    as: "a1",
    school: "hook-lane",
    documents: ["parents"],
    editions: [],
    pupils: [],
    since: new Date(0),
    state: "kept",
  };

  it("says so until it is at school, and then that", async () => {
    serve(answer);
    waiting.set([kept]);
    draw(() => <Done ended={ended(asks)} />, amina, "/done");
    expect(await screen.findByText("Kept on this phone")).toBeTruthy();
    waiting.set([]);
    savedLater.set(savedLater.get() + 1);
    expect(await screen.findByText("Saved at school")).toBeTruthy();
    expect(screen.queryByText("Kept on this phone")).toBeNull();
  });

  it("says so too where school could not take it", async () => {
    serve(answer);
    waiting.set([{ ...kept, state: "needs_you" }]);
    draw(() => <Done ended={ended(asks)} />, amina, "/done");
    expect(await screen.findByText("This needs you")).toBeTruthy();
    expect(screen.queryByText("Saved at school")).toBeNull();
  });
});

describe("a translation", () => {
  const urdu = () => {
    const brief = {
      language: "ur",
      edition: `parents-${version.parents}-ur`,
      number: 1,
      status: "draft" as const,
      may_be_signed: true,
    };
    const one = due("parents", version.parents, { editions: [brief] });
    asks = { ...home, due: [one] };
    put(
      edition(
        "parents",
        version.parents,
        [
          statement("talk", "میں بات کروں گا۔", { lang: "ur", dir: "rtl", english: "I talk.", status: "draft" }),
          statement("ask", "I ask.", { status: "original" }),
        ],
        { edition: brief.edition, language: "ur", dir: "rtl", status: "draft", title: "عنوان", intro: "تعارف" },
      ),
    );
  };

  it("has the English beside it in its own language and direction, which can be put away for good", async () => {
    urdu();
    serve(answer);
    open();
    await screen.findByText("عنوان");
    press("Next");
    const text = await screen.findByText("میں بات کروں گا۔");
    expect([text.getAttribute("lang"), text.getAttribute("dir")]).toEqual(["ur", "rtl"]);
    const english = screen.getByText("I talk.");
    expect([english.getAttribute("lang"), english.getAttribute("dir")]).toEqual(["en", "ltr"]);
    expect(screen.getByText(/Nobody has checked this translation yet/)).toBeTruthy();
    press("Hide the English");
    await vi.waitFor(() => expect(screen.queryByText("I talk.")).toBeNull());
    expect(localStorage.getItem("lollipop.english")).toBe("hidden");
    press("Show the English");
    expect(await screen.findByText("I talk.")).toBeTruthy();
  });

  it("says where a promise is not translated, and signs the edition that was shown", async () => {
    urdu();
    const sent = serve(answer);
    open();
    await screen.findByText("عنوان");
    press("Next");
    await screen.findByText("میں بات کروں گا۔");
    press("Next");
    expect(await screen.findByText("This one is not translated yet.")).toBeTruthy();
    press("Go to sign");
    await screen.findByText("Your answer");
    press("I sign");
    await screen.findByText("Saved at school");
    const body = sent.find(one => one.path === "/aup/signatures")?.body;
    expect(body).toMatchObject({ language: "ur", answers: [{ edition: `parents-${version.parents}-ur` }] });
  });
});

describe("a version replaced", () => {
  const next = () => {
    const v2 = `v${n}b`;
    asks = { ...asks, due: [due("parents", v2, { number: 2 }), ...asks.due.slice(1)] };
    put(edition("parents", v2, [statement("talk", "I talk, every day."), statement("film", "I film nobody.")]));
  };

  it("while they read is told kindly: what is different, and only that is read again", async () => {
    let first = true;
    const sent = serve(one => {
      if (one.path !== "/aup/signatures" || !first) return answer(one);
      first = false;
      next();
      return refuse(409, "conflict", "School has published a new version.");
    });
    open();
    await read();
    fireEvent.click(screen.getByLabelText(/I have talked/));
    press("I sign");
    expect(await screen.findByText(/School changed this while you were reading. Nothing you did is lost/)).toBeTruthy();
    expect(screen.getByText("I film nobody.")).toBeTruthy();
    expect(screen.getByText("I talk, every day.")).toBeTruthy();
    expect(screen.getByText("I talk.").tagName).toBe("DEL");
    expect(screen.getByText("I ask.").tagName).toBe("DEL");
    const { operation } = sent.find(one => one.path === "/aup/signatures") as Sent;
    await readOn();
    fireEvent.click(screen.getByLabelText(/I have talked/));
    press("I sign");
    expect(await screen.findByText("Saved at school")).toBeTruthy();
    const again = sent.filter(one => one.path === "/aup/signatures").at(-1);
    expect(again?.operation).not.toBe(operation);
    expect(again?.body).toMatchObject({ answers: [{ version: `v${n}b` }, {}, {}] });
  });

  it("since they signed without a network shows what is new of it, and asks again for no more than a yes", async () => {
    const editions = asks.due.flatMap(one => one.editions.map(each => each.edition));
    const refused: Waiting = {
      ...{
        id: "o1",
        as: "a1",
        school: "hook-lane",
        documents: ["parents", "ks2_upper"],
        editions,
        pupils: ["p1", "p2"],
      },
      ...{ since: new Date(0), state: "needs_you", problem: { kind: "conflict", status: 409 } },
    };
    next();
    const sent = serve(answer);
    waiting.set([refused]);
    open();
    expect(await screen.findByText(/School has changed this since you signed it/)).toBeTruthy();
    expect(screen.getByText("I talk.").tagName).toBe("DEL");
    expect(screen.getByText("I film nobody.")).toBeTruthy();
    expect(screen.getByText("1 of 4"), "the changed document, its two new sentences, the answer").toBeTruthy();
    await readOn();
    expect(screen.queryByText("I am kind."), "what did not change was read").toBeNull();
    expect(waiting.get()).toEqual([refused]);
    fireEvent.click(screen.getByLabelText(/I have talked/));
    press("I sign");
    expect(await screen.findByText("Saved at school")).toBeTruthy();
    const signed = sent.find(one => one.path === "/aup/signatures");
    expect(signed?.body).toMatchObject({ answers: [{ version: `v${n}b` }, { pupil: "p1" }, { pupil: "p2" }] });
    await vi.waitFor(() => expect(waiting.get(), "and is not shown any more").toEqual([]));
  });

  it("since they signed without a network, with its words gone, is read whole", async () => {
    next();
    serve(answer);
    waiting.set([
      {
        ...{ id: "o1", as: "a1", school: "hook-lane", documents: ["parents"], editions: ["gone"], pupils: [] },
        ...{ since: new Date(0), state: "needs_you", problem: { kind: "conflict", status: 409 } },
      },
    ]);
    open();
    expect(await screen.findByText("1 of 6")).toBeTruthy();
  });

  it("since they signed shows the words that they signed beside the new ones", async () => {
    const v2 = `v${n}b`;
    put(edition("parents", v2, [statement("talk", "I talk, every day."), statement("ask", "I ask.")]));
    asks = { ...home, due: [due("parents", v2, { number: 2, state: "changed" })] };
    const signed = { id: "g1", document: "parents", number: 1, at: "2026-11-02T10:00:00Z" };
    serve(one => {
      if (one.path === "/aup/signatures") return { items: [signed] };
      if (one.path === "/aup/signatures/g1") {
        return { ...signed, statements: [statement("talk", "I talk."), statement("ask", "I ask.")] };
      }
      return answer(one);
    });
    const { container } = open();
    expect(await screen.findByText(/School has changed this since you signed it/)).toBeTruthy();
    expect(screen.getByText("I talk.").tagName).toBe("DEL");
    expect(screen.queryByText("I ask.")).toBeNull();
    expect(screen.getByText("1 of 3")).toBeTruthy();
    expect(await faults(container)).toEqual([]);
  });

  it("that is no other version shows the server's own words", async () => {
    serve(one => (one.path === "/aup/signatures" ? refuse(409, "conflict", "Ask the office first.") : answer(one)));
    open();
    await read();
    fireEvent.click(screen.getByLabelText(/I have talked/));
    press("I sign");
    expect(await screen.findByText("Ask the office first.")).toBeTruthy();
  });
});

describe("without a network", () => {
  it("a browser that keeps nothing says so, and the next try is the same operation", async () => {
    let network = true;
    const sent = serve(one => (network ? answer(one) : "offline"));
    open();
    await read();
    network = false;
    fireEvent.click(screen.getByLabelText(/I have talked/));
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    press("I sign");
    await vi.advanceTimersByTimeAsync(10_000);
    vi.useRealTimers();
    expect(await screen.findByText(/this browser keeps nothing/)).toBeTruthy();
    network = true;
    press("I sign");
    expect(await screen.findByText("Saved at school")).toBeTruthy();
    const tries = sent.filter(one => one.path === "/aup/signatures");
    expect(tries.length).toBeGreaterThan(1);
    expect(new Set(tries.map(one => one.operation)).size).toBe(1);
  });

  it("goes on reading with what was there", async () => {
    let network = true;
    serve(one => (network ? answer(one) : "offline"));
    const { unmount } = open();
    await screen.findByText("Title of parents");
    unmount();
    network = false;
    open();
    expect(await screen.findByText("Title of parents")).toBeTruthy();
    expect(screen.getByText(HOOK.phone)).toBeTruthy();
  });
});
