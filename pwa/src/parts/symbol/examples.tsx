import { Pictogram } from "./Symbol";
import { shapes } from "./shapes";

export const examples = {
  all: () => (
    <ul class="plain-list">
      {Object.keys(shapes).map(name => (
        <li key={name} class="side">
          <Pictogram name={name} /> {name}
        </li>
      ))}
    </ul>
  ),
  big: () => <Pictogram name="lock" big />,
  "not known": () => <Pictogram name="robot" />,
};
