import { languages } from "../../session";
import { Tongue } from "./Tongue";

const speak = () =>
  languages.set([
    { tag: "en", name: "English", dir: "ltr" },
    { tag: "ur", name: "اردو", dir: "rtl" },
  ]);

const one = (tag: string) => () => {
  speak();
  return (
    <p>
      <Tongue tag={tag} />
    </p>
  );
};

export const examples = { both: one("ur"), english: one("en"), "not ours": one("ps"), nothing: one("") };
