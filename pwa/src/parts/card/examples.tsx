import { Card } from "./Card";

export const examples = {
  titled: () => (
    <Card title="Maryam’s phone">
      <p>It is switched off and locked in the office.</p>
    </Card>
  ),
  plain: () => <Card tone="sun">Nothing else to do.</Card>,
};
