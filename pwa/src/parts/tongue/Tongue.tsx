import { known, say } from "../../i18n/say";
import { languages } from "../../session";
import { useStore } from "../../store";

/** A language by its name in the reader's words and, where we speak it, by its own: "Urdu · اردو". */
export function Tongue(props: { tag: string }) {
  const spoken = useStore(languages);
  const { tag } = props;
  const own = spoken.find(one => one.tag === tag);
  const key = `pwa.lang.${tag}`;
  const name = known(key) ? say(key) : tag ? (own?.name ?? tag) : say("pwa.tongue.unknown");
  return (
    <>
      {name}
      {own && own.name !== name && (
        <>
          {" · "}
          <bdi lang={own.tag} dir={own.dir}>
            {own.name}
          </bdi>
        </>
      )}
    </>
  );
}
