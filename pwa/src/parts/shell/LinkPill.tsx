import { useEffect, useState } from "preact/hooks";
import { link } from "../../api/link";
import { say } from "../../i18n/say";
import { useStore } from "../../store";
import { Icon } from "../icon/Icon";

/** Truth about the last change: sending, saved, not saved; and whether there is a network at all. */
export function LinkPill() {
  const now = useStore(link);
  const [online, set] = useState(navigator.onLine);
  useEffect(() => {
    const tell = () => set(navigator.onLine);
    addEventListener("online", tell);
    addEventListener("offline", tell);
    return () => {
      removeEventListener("online", tell);
      removeEventListener("offline", tell);
    };
  }, []);
  return (
    <span role="status" class="link-state">
      {now === "sending" ? (
        <span class="link sending">{say("pwa.link.sending")}</span>
      ) : now === "kept" ? (
        <span class="link sending">
          <Icon name="wait" />
          {say("family.done.kept")}
        </span>
      ) : now === "not_saved" ? (
        <span class="link not-saved">
          <Icon name="alert" />
          {say("pwa.link.not_saved")}
        </span>
      ) : !online ? (
        <span class="link not-saved">
          <Icon name="alert" />
          {say("pwa.link.offline")}
        </span>
      ) : now === "saved" ? (
        <span class="link saved">
          <Icon name="check" />
          {say("pwa.link.saved")}
        </span>
      ) : null}
    </span>
  );
}
