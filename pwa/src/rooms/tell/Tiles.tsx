import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Picture } from "./Picture";
import "./tiles.css";

export interface Tile {
  value: string;
  label: string;
  /** A line under it. */
  about?: ComponentChildren;
}

/**
 * Answers as large tiles with a picture each: one of them, or any number. A chosen tile is marked by a tick and a thick
 * edge, not by its colour alone. The legend is read and not shown where the screen's heading says it already.
 */
export function Tiles(props: {
  legend: string;
  shown?: boolean;
  tiles: readonly Tile[];
  value: readonly string[];
  many?: boolean;
  onValue: (value: string[]) => void;
  /** "rows": one below the other, for answers that are sentences. "short": without pictures. */
  look?: "rows" | "short";
}) {
  const name = useId();
  const { value, many } = props;
  const pick = (one: string) => {
    if (!many) return props.onValue([one]);
    props.onValue(value.includes(one) ? value.filter(each => each !== one) : [...value, one]);
  };
  return (
    <fieldset class={props.look ? `picture-tiles ${props.look}` : "picture-tiles"}>
      <legend class={props.shown ? "" : "unseen"}>{props.legend}</legend>
      {props.tiles.map(one => (
        <label key={one.value}>
          <input
            type={many ? "checkbox" : "radio"}
            name={name}
            value={one.value}
            autocomplete="off"
            checked={value.includes(one.value)}
            onChange={() => pick(one.value)}
          />
          {props.look !== "short" && <Picture of={one.value} />}
          <span>
            <b>{one.label}</b>
            {one.about && <span class="muted">{one.about}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
