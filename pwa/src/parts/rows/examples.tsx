import { Button } from "../button/Button";
import { Pill } from "../pill/Pill";
import { Row, Rows } from "./Rows";

export const examples = {
  people: () => (
    <Rows label="Found">
      <Row name="Maja Nowak" about="Oak">
        <Button look="go">Hand in</Button>
      </Row>
      <Row name="محمد" about="Everest" tone="in">
        <Pill tone="ok">In, slot 14</Pill>
      </Row>
      <Row name="Ema Kováčová" about="Beech" href="/families/1" />
    </Rows>
  ),
};
