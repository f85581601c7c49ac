import { say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { useStore } from "../../store";
import { newer } from "../../worker";
import "./update.css";

/** A newer version waits until the person says so: nothing half written is ever lost by itself. */
export function UpdateBar() {
  const there = useStore(newer);
  return (
    <div role="status">
      {there && (
        <div class="update-bar no-print">
          <p>
            <b>{say("offline.update.ready")}</b> {say("offline.update.about")}
          </p>
          <Button small onPress={() => there.use()}>
            {say("offline.update.use")}
          </Button>
        </div>
      )}
    </div>
  );
}
