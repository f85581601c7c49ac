import { Icon, KindIcon, Mark } from "./Icon";
import { type IconName, paths } from "./paths";

export const examples = {
  all: () => (
    <p>
      {(Object.keys(paths) as IconName[]).map(name => (
        <span key={name}>
          <Icon name={name} /> {name}
        </span>
      ))}
    </p>
  ),
  "a kind we cannot draw": () => (
    <p>
      <KindIcon kind="hologram" /> hologram
    </p>
  ),
  mark: () => (
    <p>
      <Mark /> Lollipop
    </p>
  ),
};
