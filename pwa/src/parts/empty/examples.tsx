import { Empty } from "./Empty";

export const examples = {
  "with a word": () => (
    <Empty title="The school keeps no phones today">
      <p>When one is taken, it stands here.</p>
    </Empty>
  ),
};
