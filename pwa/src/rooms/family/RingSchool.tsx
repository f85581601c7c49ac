import { Say } from "../../i18n/say";
import { Icon } from "../../parts/icon/Icon";
import { dial } from "./person";
import "./family.css";

/** The school by name with its number to ring: it stands on every screen that a family sees. */
export function RingSchool(props: { name: string; phone: string }) {
  return (
    <p class="ring">
      <Icon name="call" />
      <span>
        <Say k="family.school.ring" with={{ School: props.name }} />{" "}
        <a href={dial(props.phone)} dir="ltr">
          {props.phone}
        </a>
      </span>
    </p>
  );
}
