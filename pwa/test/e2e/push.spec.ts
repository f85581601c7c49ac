import type { Browser, Page, TestInfo } from "@playwright/test";
import { be, call, clock, comeIn, done, fresh, letterOf, listen, look, type Person, people } from "./house";
import { notLost, press } from "./keyboard";
import { expect, test } from "./ours";
import { arrivals, deliver, endpointOf, everything, rung, script, setAhead, shown, tap, withPush } from "./ringing";
import { wordsIn, wordsOf } from "./words";

// A telephone that rings: something happens at school, and the adult who may know it is told, once, in their language.
// The push service is the house's; it looks at every push as the real ones do, and opens it as the device would.

test.describe.configure({ timeout: 120_000 });

interface Child {
  id: string;
  name: string;
}

interface Seat {
  id: string;
  school: { slug: string };
  children: Child[];
}

interface Inbox {
  items: { id: string; kind: string; read: boolean }[];
  unread: number;
}

const seatsOf = async (page: Page) =>
  (await call<{ people: { seats: Seat[] }[] }>(page, "/api/me")).said.people.flatMap(one => one.seats);

/** Names that must stand in no push. */
const named = new Set(["Hook Lane", "Beaver Road"]);

/** The acting family's place at the school with that address. */
async function seatAt(page: Page, slug: string): Promise<Seat & { child: Child }> {
  const seat = (await seatsOf(page)).find(one => one.school.slug === slug);
  const [child] = seat?.children ?? [];
  if (!seat || !child) throw new Error(`no seat at ${slug}`);
  for (const one of seat.children) for (const part of one.name.split(" ")) named.add(part);
  return { ...seat, child };
}

/** A parent or carer on their own telephone, signed in, whose browser can be rung. */
async function parent(browser: Browser, info: TestInfo, who: Person, locale: string): Promise<Page> {
  const letter = await letterOf(browser, who, info);
  const context = await fresh(browser, info, { locale });
  await withPush(context);
  const page = await context.newPage();
  listen(page, info);
  await comeIn(page, letter);
  return page;
}

/** Turns ringing on, by the screen, and returns the device's address. */
async function turnOn(page: Page, tag: string): Promise<string> {
  const say = wordsOf(tag);
  await page.goto("/ringing");
  await page.getByRole("button", { name: say("courier.turn_on") }).click();
  await expect(page.getByRole("button", { name: say("courier.turn_off") })).toBeVisible();
  return endpointOf(page);
}

test.afterAll(bland);

const confiscate = (staff: Page, pupil: string, more: object = {}) =>
  call<{ id: string }>(staff, "/api/confiscations", {
    pupil,
    ground: "breach",
    stored: "office safe",
    another: true,
    ...more,
  });

/** Of all that is sent to anybody: one sentence a language for families, one for staff, of one length, nothing of anybody. */
async function bland(): Promise<void> {
  const all = (await everything()).filter(one => one.plain);
  expect(new Set(all.map(one => one.length)).size, "every push is of one length").toBeLessThanOrEqual(1);
  const said = new Map<string, Set<string>>();
  for (const { plain } of all) {
    const { notification } = JSON.parse(plain) as { notification: { lang: string; navigate: string } };
    const whose = `${notification.lang} ${new URL(notification.navigate).pathname}`;
    said.set(whose, (said.get(whose) ?? new Set()).add(plain));
    for (const name of named) expect(plain, "a name on a lock screen").not.toContain(name);
  }
  for (const [whose, one] of said) expect([...one], `one sentence in ${whose}`).toHaveLength(1);
}

test("a telephone rings in Urdu: what, when, why, I’ll come, and Beaver Road may release", async ({
  browser,
}, info) => {
  const say = wordsOf("ur");
  const mother = await parent(browser, info, people.otherOfTwo, "ur-PK");
  const road = await seatAt(mother, "beaver-road");
  await mother.goto("/ringing");
  await expect(mother.getByRole("button", { name: say("courier.turn_on") })).toBeVisible();
  await look(mother, info, "ur-ringing-off");
  const endpoint = await turnOn(mother, "ur");
  await look(mother, info, "ur-ringing-on");

  const office = await be(browser, people.roadOffice, info);
  await clock(office, "11:10");
  const teacher = await be(browser, people.roadHead, info);
  const { status, said: taken } = await confiscate(teacher, road.child.id);
  expect(status).toBe(200);
  const push = await rung(endpoint);
  expect(push.status).toBe(201);
  await deliver(mother, push.plain);
  await expect.poll(async () => (await shown(mother)).length).toBe(1);
  await bland();
  const [notification] = await shown(mother);
  expect(notification).toMatchObject({ lang: "ur", dir: "rtl" });
  expect(notification?.title).toMatch(say("courier.message.title"));
  // At least once is not twice: the same push once more is the same notification.
  await deliver(mother, push.plain);
  expect(await shown(mother)).toHaveLength(1);

  const adult = road.id;
  const early = await call(teacher, `/api/confiscations/${taken.id}/release`, { adult });
  expect(early.status, "not before the family has been spoken to").toBe(409);

  await tap(mother);
  await expect(mother).toHaveURL(/\/messages/);
  await expect(mother.locator("html")).toHaveAttribute("dir", "rtl");
  await look(mother, info, "ur-messages");
  await mother.locator("main li a").first().click();
  await expect(mother.locator("main")).toContainText(road.child.name.split(" ")[0] ?? "");
  await expect(mother.getByRole("button", { name: say("notice.answer.come") })).toBeVisible();
  expect(await shown(mother), "a tap puts it away").toHaveLength(0);
  await look(mother, info, "ur-confiscated");
  await mother.getByRole("button", { name: say("notice.answer.come") }).click();
  await expect(mother.locator("main")).toContainText(say("notice.said.change").source.replaceAll(/[\^$]|\\s\*/g, ""));
  await look(mother, info, "ur-answered");

  const release = () => call(teacher, `/api/confiscations/${taken.id}/release`, { adult });
  await expect.poll(async () => (await release()).status, "her answer is contact").toBe(200);
  await expect
    .poll(async () => (await call<Inbox>(mother, "/api/notices", undefined, adult)).said.items[0]?.kind)
    .toBe("released");
  for (const page of [mother, office, teacher]) await done(page);
});

test("turned on, read and answered with the keyboard alone", async ({ browser }, info) => {
  const say = wordsOf("en");
  const carer = await parent(browser, info, people.fosterCarer, "en-GB");
  const hook = await seatAt(carer, "hook-lane");
  await carer.goto("/ringing");
  await press(carer, say("courier.turn_on"));
  await expect(carer.getByRole("button", { name: say("courier.turn_off") })).toBeVisible();
  await notLost(carer);
  const endpoint = await endpointOf(carer);
  const head = await be(browser, people.hookHead, info);
  const came = (await arrivals(endpoint)).length;
  expect((await confiscate(head, hook.child.id, { tell_parents: "yes" })).status).toBe(200);
  await rung(endpoint, came + 1);
  await carer.goto("/home");
  await press(carer, /^Messages/);
  await expect(carer).toHaveURL(/\/messages$/);
  await press(carer, new RegExp(hook.child.name.split(" ")[0] ?? "", "s"));
  await expect(carer.getByRole("button", { name: say("notice.answer.call") })).toBeVisible();
  await press(carer, say("notice.answer.call"));
  await expect(carer.locator("main")).toContainText(wordsIn("notice.said.call"));
  await notLost(carer);
  const office = await be(browser, people.hookOffice, info);
  type Calls = { items: { about: string; done?: object }[] };
  await expect
    .poll(async () =>
      (await call<Calls>(office, "/api/calls")).said.items.some(one => one.about === "message" && !one.done),
    )
    .toBe(true);
  for (const page of [carer, head, office]) await done(page);
});

test("under a hold nobody is told, and nothing shows that there is one", async ({ browser }, info) => {
  const mother = await parent(browser, info, people.otherOfTwo, "en-GB");
  const road = await seatAt(mother, "beaver-road");
  const endpoint = await turnOn(mother, "en");
  const head = await be(browser, people.roadHead, info);
  const before = await call<Inbox>(mother, "/api/notices", undefined, road.id);
  const came = (await arrivals(endpoint)).length;
  expect((await confiscate(head, road.child.id, { ground: "imagery" })).status).toBe(200);
  // What happens next is told, so what came before it was followed: and of the hold there is nothing.
  expect((await confiscate(head, road.child.id)).status).toBe(200);
  const kept = (box: Inbox) => box.items.filter(one => one.kind === "confiscated").length;
  const now = async () => kept((await call<Inbox>(mother, "/api/notices", undefined, road.id)).said);
  await expect.poll(now).toBeGreaterThan(kept(before.said));
  expect(await now()).toBe(kept(before.said) + 1);
  expect((await arrivals(endpoint)).length).toBeLessThanOrEqual(came + 1);
  for (const page of [mother, head]) await done(page);
});

test("three phones of one family are one ringing", async ({ browser }, info) => {
  const mother = await parent(browser, info, people.three, "en-GB");
  const hook = await seatAt(mother, "hook-lane");
  expect(hook.children.length).toBe(3);
  const endpoint = await turnOn(mother, "en");
  const came = (await arrivals(endpoint)).length;
  const head = await be(browser, people.hookHead, info);
  for (const child of hook.children) {
    expect((await confiscate(head, child.id, { tell_parents: "yes" })).status).toBe(200);
  }
  await rung(endpoint, came + 1);
  const inbox = () => call<Inbox>(mother, "/api/notices", undefined, hook.id);
  await expect
    .poll(async () => (await inbox()).said.items.filter(one => one.kind === "confiscated").length)
    .toBeGreaterThanOrEqual(3);
  await mother.goto("/messages");
  await expect(mother.locator("main li")).not.toHaveCount(0);
  await look(mother, info, "en-messages");
  expect((await arrivals(endpoint)).length, "one ringing for three").toBe(came + 1);
  for (const page of [mother, head]) await done(page);
});

test("whoever signs in next on the telephone is rung there, and whoever signed out is not", async ({
  browser,
}, info) => {
  const mother = await parent(browser, info, people.polish, "pl-PL");
  const hook = await seatAt(mother, "hook-lane");
  const endpoint = await turnOn(mother, "pl");
  const head = await be(browser, people.hookHead, info);

  const came = (await arrivals(endpoint)).length;
  expect((await confiscate(head, hook.child.id, { tell_parents: "yes" })).status).toBe(200);
  await rung(endpoint, came + 1);
  expect((await call(mother, "/api/sign-out", {})).status).toBe(200);

  const letter = await letterOf(browser, people.fosterCarer, info);
  await comeIn(mother, letter);
  await mother.goto("/home");
  const next = await seatAt(mother, "hook-lane");
  const moved = await endpointOf(mother);
  expect(moved).not.toBe("");
  const before = (await arrivals(moved)).length;
  expect((await confiscate(head, hook.child.id, { tell_parents: "yes" })).status).toBe(200);
  expect((await confiscate(head, next.child.id, { tell_parents: "yes" })).status).toBe(200);
  await rung(moved, before + 1);
  expect((await arrivals(moved)).length, "the second is rung, the first no more").toBe(before + 1);
  for (const page of [mother, head]) await done(page);
});

test("a tap on a telephone on which nobody is signed in any more leads to the message, after the door", async ({
  browser,
}, info) => {
  const say = wordsOf("en");
  const mother = await parent(browser, info, people.urdu, "en-GB");
  const code = await call<{ code: string }>(mother, "/api/hand-over", {});
  expect(code.status).toBe(200);
  const other = await (await fresh(browser, info)).newPage();
  listen(other, info);
  await other.goto("/messages?new");
  await other.getByRole("link", { name: say("family.door.code") }).click();
  await other.getByLabel(say("family.hand_over.code")).fill(code.said.code);
  await other.getByRole("button", { name: say("letter.page.go_on") }).click();
  await expect(other).toHaveURL(/\/messages/);
  await expect(other.locator("main li a").first()).toBeVisible();
  for (const page of [mother, other]) await done(page);
});

test("a reader is rung at night with nobody signed in, with one sentence, and not two hundred times", async ({
  browser,
}, info) => {
  const lead = await be(browser, people.hookHead, info);
  const door = await call<{ open: boolean }>(lead, "/api/tell/hook-lane");
  if (!door.said.open) expect((await call(lead, "/api/tell-door", { open: true })).status).toBe(200);
  await withPush(lead.context());
  await lead.goto("/ringing");
  await look(lead, info, "en-bell-off");
  await lead.getByRole("button", { name: "Turn it on" }).click();
  await expect(lead.getByRole("button", { name: "Turn it off" })).toBeVisible();
  await look(lead, info, "en-bell-on");
  const endpoint = await endpointOf(lead);
  // Her session is over, as after half an hour: the device has nothing more that lets anybody in.
  await lead.context().clearCookies();
  await lead.goto("/reading");
  await expect(lead.getByLabel("Passphrase")).toBeVisible();

  const tell = (page: Page) =>
    call(page, "/api/tell/hook-lane", {
      form: "ks2",
      about: ["child"],
      kinds: ["unkind"],
      story: "They write things in the group.",
      language: "en",
    });
  const child = await (await fresh(browser, info)).newPage();
  await child.goto("/s/hook-lane/help");
  expect((await tell(child)).status).toBe(200);
  const push = await rung(endpoint);
  await deliver(lead, push.plain);
  await expect.poll(async () => (await shown(lead)).length).toBe(1);
  expect((await shown(lead))[0]).toMatchObject({ title: "There is something to read", lang: "en" });
  expect(push.plain).not.toMatch(/unkind|group|Hook Lane|[0-9] new/);
  await lead.goto("/");
  await tap(lead);
  await expect(lead).toHaveURL(/\/reading$/);
  await expect(lead.getByLabel("Passphrase"), "first the door").toBeVisible();

  let kept = 1;
  for (let ten = 0; ten < 20; ten++) {
    const all = await Promise.all(Array.from({ length: 10 }, () => tell(child)));
    kept += all.filter(one => one.status === 200).length;
  }
  expect(kept, "every one of them is kept").toBe(201);
  expect((await arrivals(endpoint)).length).toBeLessThanOrEqual(3);
  await bland();
  for (const page of [lead, child]) await done(page);
});

test("turned off is off; a telephone that is gone is forgotten, and turned on again", async ({ browser }, info) => {
  const say = wordsOf("en");
  const carer = await parent(browser, info, people.stepfather, "en-GB");
  const endpoint = await turnOn(carer, "en");
  await carer.getByRole("button", { name: say("courier.try") }).click();
  await expect(carer.getByText(say("courier.trial.ok"))).toBeVisible();
  await rung(endpoint);
  await script(endpoint, { status: 410 });
  await expect(async () => {
    await carer.getByRole("button", { name: say("courier.try") }).click();
    await expect(carer.getByText(say("courier.trial.expired"))).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await look(carer, info, "en-ringing-expired");
  await carer.getByRole("button", { name: say("courier.again") }).click();
  await expect(carer.getByRole("button", { name: say("courier.turn_off") })).toBeVisible();
  await carer.getByRole("button", { name: say("courier.turn_off") }).click();
  await expect(carer.getByText(say("courier.off"))).toBeVisible();
  expect(await endpointOf(carer)).toBe("");
  await done(carer);
});

const MOZILLA = "updates.push.services.mozilla.com";

const trials: { what: string; says?: object; ahead?: number; key: string }[] = [
  { what: "it arrives", key: "delivery.advice.ok" },
  { what: "the push service refuses us", says: { status: 403 }, key: "delivery.advice.refused" },
  { what: "the computer is forgotten there", says: { status: 410 }, key: "delivery.advice.expired" },
  { what: "the push service is broken", says: { status: 503 }, key: "delivery.advice.service" },
  { what: "a filter swallows it", says: { silent: true }, key: "delivery.advice.filter" },
  { what: "the server's clock is behind", ahead: 13 * 3600, key: "delivery.advice.clock" },
];

for (const { what, says, ahead = 0, key } of trials) {
  test(`a test notice says in plain words what came of it: ${what}`, async ({ browser }, info) => {
    const head = await be(browser, people.hookHead, info, { viewport: { width: 1024, height: 740 } });
    await withPush(head.context(), MOZILLA);
    await script(MOZILLA, ...(says ? [says] : []));
    await setAhead(ahead);
    await head.goto("/deliveries");
    await head
      .getByRole("button", { name: "How messages arrive" })
      .or(head.getByText("How messages arrive"))
      .first()
      .click();
    await head.getByRole("button", { name: "Send me a test notice" }).click();
    const came = head.locator(".trial-came");
    await expect(came).toContainText(wordsIn(key), { timeout: 20_000 });
    await expect(came, "what came of it is where the keyboard goes on").toBeFocused();
    await look(head, info, `trial-${key.split(".").at(-1)}`);
    await script(MOZILLA);
    await setAhead(0);
    if (key.endsWith(".ok")) {
      await rung(await endpointOf(head));
      await head.getByRole("button", { name: "Turn it off again on this computer" }).click();
      await expect(head.getByText("Notifications are off on this computer.")).toBeVisible();
      expect(await endpointOf(head)).toBe("");
    }
    await done(head);
  });
}

for (const tag of ["en", "pl", "ur"]) {
  test(`an iPhone's browser is shown the way to the home screen, in ${tag}`, async ({ browser }, info) => {
    const locale = { en: "en-GB", pl: "pl-PL", ur: "ur-PK" }[tag] ?? "en-GB";
    const letter = await letterOf(browser, people.oneOfTwo, info);
    const context = await fresh(browser, info, {
      locale,
      userAgent:
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    });
    await context.addInitScript(() => {
      Reflect.deleteProperty(window, "PushManager");
      Object.defineProperty(navigator, "platform", { value: "iPhone" });
    });
    const page = await context.newPage();
    listen(page, info);
    await comeIn(page, letter);
    await page.goto("/ringing");
    await expect(page.getByText(wordsOf(tag)("courier.iphone.title"))).toBeVisible();
    await look(page, info, `${tag}-iphone`);
    await done(page);
  });
}
