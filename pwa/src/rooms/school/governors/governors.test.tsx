import { fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../../test/unit/axe";
import { draw } from "../../../../test/unit/draw";
import { hall } from "../../../../test/unit/people";
import { refuse, type Sent, serve } from "../../../../test/unit/server";
import Governors from "./Governors";

const chair = { ...hall, roles: ["chair_of_governors"], can: ["reading", "policy", "governors"] };
const items = [
  { id: "g1", name: "Ms Ash", state: "two_steps" },
  { id: "g2", name: "Mr Birch", state: "never" },
  { id: "g3", name: "Ms Cedar", state: "works_here" },
  { id: "g4", name: "Dr Elm", state: "one_step" },
];

afterEach(() => vi.unstubAllGlobals());

const open = async (answer: (sent: Sent) => object = () => ({ done: true })) => {
  const sent = serve(one => (one.method === "GET" ? { items } : answer(one)));
  const drawn = draw(Governors, chair, "/governors");
  await screen.findByText("Ms Ash");
  return { sent, drawn };
};

const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const changes = (sent: Sent[]) => sent.filter(one => one.method === "POST").map(one => one.path);

describe("the governors", () => {
  it("are shown with how far they can come in; who works here too is nobody's to help", async () => {
    const { drawn } = await open();
    const line = (name: string) => within(screen.getByText(name).closest("li") as HTMLElement);
    expect(line("Ms Ash").getByText("Has signed in, with a second step")).toBeTruthy();
    expect(line("Dr Elm").getByText("Has signed in, without a second step")).toBeTruthy();
    expect(line("Mr Birch").getByText("Has never signed in")).toBeTruthy();
    expect(line("Ms Cedar").getByText(/Works at the school too/)).toBeTruthy();
    expect(line("Ms Cedar").queryByRole("button")).toBeNull();
    expect(await faults(drawn.container)).toEqual([]);
  });

  it("get a link that is shown once, and says whom to ask for another", async () => {
    const url = "https://hook-lane.example/link/2vX8mQzR4kT6bN1cY7wL0pS9dF3gH5jK8aE4uV6xZ1o";
    const { sent, drawn } = await open(() => ({ url, ends: "2026-12-07T08:43:00Z" }));
    press("Help, Mr Birch");
    expect(changes(sent)).toEqual([]);
    expect(screen.queryByRole("button", { name: "Reset their second step" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Sign them out everywhere" })).toBeNull();
    press("Make a sign-in link");
    expect(await screen.findByText(url)).toBeTruthy();
    expect(changes(sent)).toEqual(["/governors/g2/link"]);
    const slip = drawn.container.querySelector(".slip")?.textContent ?? "";
    expect(slip).toContain("with the e-mail address that the school has for you");
    expect(slip).toContain("Ask the chair of governors");
    expect(slip).not.toContain("@");
    expect(await faults(drawn.container)).toEqual([]);
  });

  it("have their second step reset, and are signed out, when it was asked for twice", async () => {
    const { sent } = await open();
    press("Help, Ms Ash");
    press("Reset their second step");
    press("Sign them out everywhere");
    expect(changes(sent)).toEqual([]);
    fireEvent.click(screen.getAllByRole("button", { name: "Reset their second step" })[1] as HTMLElement);
    expect(await screen.findByText(/It is reset/)).toBeTruthy();
    fireEvent.click(screen.getAllByRole("button", { name: "Sign them out everywhere" })[1] as HTMLElement);
    expect(await screen.findByText("They are signed out everywhere.")).toBeTruthy();
    expect(changes(sent)).toEqual(["/governors/g1/factor/reset", "/governors/g1/sign-out"]);
  });

  it("are refused in words", async () => {
    await open(() => refuse(403, "denied", "Ms Ash’s second step was reset."));
    press("Help, Ms Ash");
    press("Make a sign-in link");
    expect(await screen.findByText("Ms Ash’s second step was reset.")).toBeTruthy();
  });

  it("are none yet, and the screen says who brings them in", async () => {
    serve(() => ({ items: [] }));
    draw(Governors, chair, "/governors");
    expect(await screen.findByText("No governors yet")).toBeTruthy();
    expect(screen.getByText(/The head brings them in/)).toBeTruthy();
  });

  it("are nobody else's to see", () => {
    const sent = serve(() => ({ items }));
    draw(Governors, { ...hall, can: ["staff", "import_staff"] }, "/governors");
    expect(screen.queryByText("Ms Ash")).toBeNull();
    expect(screen.getByRole("heading", { level: 1 }).textContent).not.toContain("Governors");
    expect(sent).toEqual([]);
  });
});
