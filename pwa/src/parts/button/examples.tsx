import { Button } from "./Button";

export const examples = {
  go: () => <Button look="go">Hand in</Button>,
  plain: () => <Button>Yes</Button>,
  quiet: () => (
    <Button look="quiet" symbol="undo">
      Undo
    </Button>
  ),
  danger: () => <Button look="danger">Take back</Button>,
  "on its way": () => (
    <Button look="go" busy>
      Hand in
    </Button>
  ),
  "not now": () => (
    <Button look="go" not="Only from 15:15">
      Release
    </Button>
  ),
  link: () => (
    <Button href="/desk" symbol="phone">
      To the desk
    </Button>
  ),
};
