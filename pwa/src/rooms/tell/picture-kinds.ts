// A receipt's pictures by kind, for whoever cannot type yet: nine kinds and then one of them, instead of 256 at once. What
// a child may look for in two places (an egg, a ring, a yo-yo) stands in both; words.test.ts holds that none is missing.

/** A kind of picture. */
export type Kind = (typeof KINDS_OF_PICTURES)[number];

/** The kinds, in the order of the screen. */
export const KINDS_OF_PICTURES = [
  "animals",
  "food",
  "outside",
  "going",
  "play",
  "wear",
  "home",
  "school",
  "people",
] as const;

const of = (pictures: string): readonly string[] => pictures.trim().split(/\s+/);

/** The pictures of each kind, what is alike side by side. The first three stand for the kind. */
export const PICTURES_OF: Readonly<Record<Kind, readonly string[]>> = {
  animals: of(`
    🐱 🦆 🐟 🐭 🐰 🐿️ 🦔 🦊 🐼 🐨 🦥 🦘 🦁 🐆 🦓 🦒 🐘 🦏 🐎 🦄 🐮 🐑 🦙 🦌 🐔 🐥 🥚 🦢 🐧 🦅 🦚 🦩 🐸 🐢 🐊 🦖 🐙 🦀 🦐 🐳 🐚
    🦋 🐛 🐞 🐜 🦗 🐌 🦴
  `),
  food: of(`
    🍌 🍕 🧀 🍏 🍐 🍇 🍓 🍒 🍉 🍊 🍋 🍍 🥥 🥝 🥭 🥑 🍅 🥕 🥒 🥦 🥬 🥔 🧅 🌶️ 🍄 🥗 🥜 🌾 🥚 🦐 🍞 🥪 🍔 🍟 🌮 🍣 🍚 🍝 🥨 🧇 🥞
    🎂 🍩 🍪 🍫 🍬 🍭 🍦 🍿 🍯 🧂 🥛 🧃 ☕ 🍼 💧 🥄 🍴
  `),
  outside: of(`
    🌳 ☀️ 🌈 🌵 🌴 🍁 🌹 🌻 🌷 🌾 🍄 🌙 ⭐ ☁️ ☔ ❄️ 💧 🌊 🏔️ 🏝️ 🌍 🐚 💎 🏠 🏰 🗼 🏟️ 🎪 ⛺ 🏗️ 🧱 🛣️ 📮 🚩
  `),
  going: of("🚗 ✈️ ⛵ 🚌 🚚 🚜 🚂 🏍️ 🚲 🛴 🛹 🛷 🚁 🚀 🪂 🎈 🛶 ⚓ 🏗️ 🛣️ 🛒 🧳 🎒 🗺️ 🧭 🎟️ ⛺"),
  play: of(`
    ⚽ 🧸 🎸 🎈 🪁 🪀 🧩 🤖 🎁 🎉 🎪 🏉 🏏 🎾 🏸 🏓 🏒 🎳 🥏 🥋 🏅 🚲 🛴 🛹 🛷 ⛸️ 🎿 🥁 🎹 🎻 🎺 🎤 🎧 🔔 🎨 🖌️ 🎟️
  `),
  wear: of("👕 🧦 🎩 👖 👗 🧥 🦺 🥋 🧤 🧣 👟 👢 ⛸️ 👓 🎧 💍 💎 👑 🎀 👛 🎒 ☔ 🧶 🧵"),
  home: of(`
    🏠 🛏️ 🛁 🚪 🔑 🔒 🪑 🛋️ 🚿 🧼 🧹 🧺 🗑️ 🥄 🍴 ☕ 🍼 🏺 💡 🔦 🕯️ 🏮 ⏰ 📺 📻 🔊 ☎️ 💻 🔌 🌡️ 🔔 ☔ 🧸 🎁 📦 🧳 🛒 👛 🧶 🧵
  `),
  school: of("✏️ ✂️ 📖 🖌️ 🎨 📏 📎 🎒 📰 📅 💻 🖨️ 🌍 🗺️ 🧭 🔭 🧲 🌡️ 🔋 🔌 💡 🔦 🔨 🧰 🧱 🧵 🧩 📦 📮"),
  people: of("🦸 ❤️ 🔺 👸 🧚 👷 🤖 🦷 🦴 👑 🛡️ 🚩 ⭐ ⭕ 🟦 ➡️ 💎"),
};
