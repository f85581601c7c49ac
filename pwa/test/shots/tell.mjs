// The school's door, for pictures of "Tell someone".
import { on } from "./school.mjs";

export const hookLane = { id: "h", slug: "hook-lane", name: "Hook Lane Primary School", phone: "01632 960123" };

const choices = [
  { about: "head", names: ["Mrs Okafor"] },
  { about: "dsl", names: ["Mrs Okafor"] },
  { about: "deputy_dsl", names: ["Mr White"] },
  { about: "chair_of_governors", names: ["Dr Lindqvist"] },
];
on("GET /tell/:school", () => [
  200,
  {
    open: true,
    reads_now: false,
    reads_from: "2026-11-30T08:45:00Z",
    now: "2026-11-28T19:00:00Z",
    phone: hookLane.phone,
    school: "h",
    key: "",
    choices,
  },
]);
on("POST /tell/:school", () => [200, { receipt: "3.41.7.255.0" }]);
on("POST /tell/:school/look", () => [
  200,
  {
    status: "helping",
    at: "2026-11-26T17:10:00Z",
    read_at: "2026-11-27T08:50:00Z",
    lines: [
      {
        at: "2026-11-26T17:10:00Z",
        mine: true,
        words: "Somebody in a game says I must send a photo.\nhttps://game.example/x",
        language: "en",
      },
      { at: "2026-11-27T08:55:00Z", mine: false, phrase: "concern.reply.thank_you" },
      {
        at: "2026-11-27T08:56:00Z",
        mine: false,
        words: "Please come to room 4 at lunch. Mr White is there.",
        language: "en",
      },
    ],
  },
]);
