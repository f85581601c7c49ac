import { TellButton } from "./TellButton";

export const examples = { school: () => <TellButton slug="hook-lane" />, nowhere: () => <TellButton /> };
