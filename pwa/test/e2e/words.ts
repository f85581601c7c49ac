import { readdirSync, readFileSync } from "node:fs";

const locales = new URL("../../../locales/", import.meta.url).pathname;

function messagesOf(tag: string): Record<string, unknown> {
  const all: Record<string, unknown> = {};
  for (const file of readdirSync(`${locales}${tag}`)) {
    Object.assign(all, JSON.parse(readFileSync(`${locales}${tag}/${file}`, "utf8")) as object);
  }
  return all;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The product's own sentences in a language, as a test looks for them: anything in their placeholders. */
export function wordsOf(tag: string): (key: string) => RegExp {
  const all = { ...messagesOf("en"), ...(tag === "en" ? {} : messagesOf(tag)) };
  return key => {
    const said = all[key];
    if (typeof said !== "string") throw new Error(`${tag} has no plain sentence ${key}`);
    const parts = said.split(/\{\{\.\w+\}\}/).map(escaped);
    return new RegExp(`^\\s*${parts.join(".*")}\\s*$`, "s");
  };
}

/** An English sentence wherever it stands in a text; of one with plural forms, the form for many. */
export function wordsIn(key: string): RegExp {
  const said = messagesOf("en")[key];
  const text = typeof said === "string" ? said : (said as { other: string }).other;
  return new RegExp(
    text
      .split(/\{\{\.\w+\}\}/)
      .map(escaped)
      .join(".*"),
    "s",
  );
}
